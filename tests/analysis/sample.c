#include "tests/test.h"

#include "tests/analysis/sample.h"

#include "questions/base/text.h"
#include "questions/xlsform.h"

const char sample_csv[] =
	"survey\n"
	",type,name,label,kq_role,kq_topic,kq_key,kq_partial,kq_risky,"
	"kq_missing,kq_scored,kq_exclusive\n"
	",select_one abc,k1,One key?,knowledge,ONE,b,,,dk=dontknow,,\n"
	",select_one abc,k2,Two keys?,knowledge,ONE,a c,,,dk=dontknow,,\n"
	",select_one abc,k3,Not scored?,knowledge,ONE,a,,,"
	"dk=dontknow,no,\n"
	",select_multiple abc,m1,All of these?,knowledge,TWO,a b,,,"
	"dk=dontknow,,dk\n"
	",select_multiple abc,m2,At least these?,knowledge,TWO,a b,all,,"
	"dk=dontknow,,dk\n"
	",integer,n1,How many?,knowledge,TWO,18..65,,,,,\n"
	",select_one big,w1,A long list?,knowledge,TWO,c7 c70,,,"
	"c3=dontknow,,\n"
	",select_one hab,h1,A habit?,habit,,,,y,dk=dontknow pns=refused,,\n"
	",select_multiple hab,h2,Habits?,habit,,,,x y,"
	"dk=dontknow pns=refused,,dk pns\n"
	",select_multiple hab,h3,No risk?,habit,,,,,"
	"dk=dontknow pns=refused,,dk pns\n"
	",rank hab,r1,In which order?,attitude,,,,,,,\n"
	",text,t1,Anything else?,open,,,,,,,\n"
	",note,n2,A note,,,,,,,,\n"
	",select_one unit,s1,Which unit?,segment,,,,,pns=refused,,\n"
	",select_one years,s2,How long?,segment,,,,,,,\n"
	"choices\n"
	",list_name,name,label\n"
	",abc,a,Option A\n,abc,b,Option B\n,abc,c,Option C\n"
	",abc,dk,Don't know\n"
	",hab,x,Habit X\n,hab,y,Habit Y\n,hab,z,Habit Z\n"
	",hab,dk,Cannot say\n,hab,pns,Prefer not to say\n"
	",unit,it,IT\n,unit,care,Care\n,unit,shop,Shop\n"
	",unit,boat,Boat\n,unit,pns,Prefer not to say\n"
	",years,new,Under a year\n,years,old,Longer\n";

const char sample_topics[] = "topic,name,plain_name,risk,cut1,cut2\n"
			     "ONE,First topic,The first thing,3,.5,.8\n"
			     "TWO,Second topic,The second thing,4,.5,.8\n"
			     "THREE,Topic without items,Nothing,1,.5,.8\n";

/* 70 more choices: two symbols each. */
static void
add_big_list(struct text *t)
{
	for (int i = 0; i < 70; i++)
		text_addf(t, ",big,c%d,Number %d\n", i + 1, i + 1);
}

struct form *
sample_form(const char *csv, const char *topics, struct book **book)
{
	struct problems problems = PROBLEMS_INIT;
	struct error err = ERROR_INIT;
	struct text t = TEXT_INIT;
	struct book *b;
	struct form *form;

	text_add(&t, csv);
	if (csv == sample_csv)
		add_big_list(&t);
	b = book_parse("sample.csv", t.s, t.n, topics,
		       topics ? strlen(topics) : 0, NULL, 0, &problems, &err);
	assert_text(err.text, "", "the sample is read");
	form = b ? xlsform_build(b, &problems) : NULL;
	if (!form) {
		problems_print(&problems, stderr);
		fail_msg("the sample is no form");
	}
	problems_release(&problems);
	text_release(&t);
	if (book)
		*book = b;
	else
		book_free(b);
	return form;
}

size_t
sample_below(uint32_t *seed, size_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (size_t)(*seed >> 8) % n;
}

static void
put_options(const struct field *f, const struct question *q, uint32_t *seed,
	    char *at)
{
	size_t n = q->list->n, width;
	char symbol[2];

	switch (f->coding) {
	case CODING_FLAGS:
		for (size_t i = 0; i < n; i++)
			at[i] = sample_below(seed, 3) ? '0' : '1';
		/* an exclusive choice stands alone */
		for (size_t i = 0; q->exclusive && i < n; i++) {
			if (q->exclusive[i] && at[i] == '1') {
				memset(at, '0', n);
				at[i] = '1';
			}
		}
		break;
	case CODING_RANKS:
		width = f->width / n;
		for (size_t i = 0, first = sample_below(seed, n); i < n; i++) {
			layout_symbol((i + first) % n, n, symbol);
			memcpy(at + i * width, symbol, width);
		}
		break;
	default:
		/* the first choices more often than the last */
		layout_symbol(sample_below(seed, sample_below(seed, n) + 1), n,
			      symbol);
		memcpy(at, symbol, f->width);
	}
}

void
sample_response(const struct layout *l, uint32_t *seed, char *out)
{
	size_t stop = sample_below(seed, 12) == 0
		? sample_below(seed, l->form->n_questions)
		: FORM_NONE;

	for (size_t i = 0; i < l->form->n_questions; i++) {
		const struct field *f = &l->field[i];
		char *at = out + f->at;
		size_t state = sample_below(seed, 20);

		if (f->coding == CODING_NOTHING)
			continue;
		if (state == 0)
			memset(at, SYMBOL_NOT_SHOWN, f->width);
		else if (stop != FORM_NONE && i >= stop)
			memset(at, SYMBOL_NOT_REACHED, f->width);
		else if (state == 1)
			memset(at, SYMBOL_SKIPPED, f->width);
		else if (question_is_select(&l->form->question[i]))
			put_options(f, &l->form->question[i], seed, at);
		else
			*at = SYMBOL_ANSWERED;
	}
	out[l->width] = '\0';
}
