#include "tests/support/made_way.h"

#include "questions/base/text.h"
#include "questions/value.h"
#include "survey/flow.h"
#include "tests/support/csv_forms.h"
#include "tests/test.h"

enum {
	UNITS = 6, /* questions and pages, at least; as many more */
	MOST_QUESTIONS = 64,
	MOST_CHOICES = 7,
	STEPS = 25, /* after which there is only going on */
	ENTERED = 240
};

struct making {
	struct made_way *way;
	uint32_t chance;
	struct text csv;
	size_t n;	     /* questions */
	size_t n_to_ask_for; /* of these, that a condition may read */
	size_t n_about;	     /* of these, about the person */
	bool read[MOST_QUESTIONS];

	struct form *form;
	struct flow *together, *apart;
	size_t steps, travels;
	bool kept; /* there is something to come back to */
	bool welsh;
};

static size_t
chance(struct making *m, size_t n)
{
	m->chance = m->chance * 1664525 + 1013904223;
	return (m->chance >> 8) % n;
}

static bool
now_and_then(struct making *m, size_t percent)
{
	return chance(m, 100) < percent;
}

/* ---- the questionnaire ---- */

static const char header[] =
	"survey\n,type,name,label::English (en),label::Cymraeg (cy),relevant,"
	"constraint,constraint_message::English (en),"
	"constraint_message::Cymraeg (cy),appearance,parameters,required,"
	"kq_exclusive,kq_missing,calculation,kq_role,default\n";

enum column {
	RELEVANT,
	CONSTRAINT,
	WHY,
	WHY_CY,
	APPEARANCE,
	PARAMETERS,
	REQUIRED,
	EXCLUSIVE,
	MISSING,
	CALCULATION,
	ROLE,
	DEFAULT,
	COLUMNS
};

static void
add_lists(struct text *csv)
{
	size_t n, i;

	text_add(csv,
		 "choices\n,list_name,name,label::English (en),"
		 "label::Cymraeg (cy)\n"
		 ",how,sure,Quite sure,Eithaf siwr\n"
		 ",how,unsure,Rather unsure,Braidd yn ansicr\n");
	for (n = 2; n <= MOST_CHOICES; n++)
		for (i = 1; i <= n; i++)
			text_addf(csv,
				  ",l%zu,c%zu,Choice %zu of %zu,Dewis %zu o "
				  "%zu\n",
				  n, i, i, n, i, n);
	text_add(csv,
		 ",ln,a,One thing,Un peth\n,ln,b,Another thing,Peth "
		 "arall\n,ln,c,A third thing,Trydydd peth\n"
		 ",ln,none,None of these,Dim un\n"
		 ",ld,y,True,Gwir\n,ld,n,Not so,Nid felly\n"
		 ",ld,dk,I do not know,Ddim yn gwybod\n"
		 "settings\n,form_title,form_id,version,"
		 "default_language\n,Made,made,1,English (en)\n");
}

/* A row; cells[] by column, NULL where nothing. */
static void
add_row(struct making *m, const char *type, const char *name,
	const char *const *cells)
{
	size_t i, number = m->n;

	text_addf(&m->csv, ",%s,%s,What of %02zu?,Beth am %02zu?", type, name,
		  number, number);
	for (i = 0; i < COLUMNS; i++)
		text_addf(&m->csv, ",\"%s\"", cells[i] ? cells[i] : "");
	text_add_char(&m->csv, '\n');
}

/* What one earlier answer says; the tests by list are those of form(). */
static void
add_test(struct making *m, struct text *t)
{
	size_t q = chance(m, m->n_to_ask_for), i = q;

	while (!m->read[i])
		i = (i + 1) % m->n_to_ask_for;
	switch (chance(m, 3)) {
	case 0: text_addf(t, "${q%zu} = ''", i); break;
	case 1: text_addf(t, "${q%zu} != ''", i); break;
	default: text_addf(t, "string-length(${q%zu}) > 1", i);
	}
}

/* "" or a condition on what stands above. */
static const char *
condition(struct making *m, size_t percent)
{
	struct text t = TEXT_INIT;
	const char *s;
	bool any = false;
	size_t i;

	for (i = 0; i < m->n_to_ask_for; i++)
		any = any || m->read[i];
	if (!any || !now_and_then(m, percent))
		return NULL;
	add_test(m, &t);
	if (now_and_then(m, 25)) {
		text_add(&t, now_and_then(m, 50) ? " and " : " or ");
		add_test(m, &t);
	}
	s = arena_copy(m->way->arena, text_get(&t));
	text_release(&t);
	return s;
}

static const char *
next_name(struct making *m)
{
	assert_true(m->n < MOST_QUESTIONS);
	return arena_printf(m->way->arena, "q%zu", m->n);
}

static void
add_question(struct making *m, const char *type, bool reads,
	     const char *const *cells)
{
	add_row(m, type, next_name(m), cells);
	m->read[m->n++] = reads;
}

static const struct kind {
	const char *type;
	bool reads; /* a condition can read it */
	const char *cell[COLUMNS];
} kinds[] = {
	{"select_one l4", true, {0}},
	{"select_one l7", true, {[PARAMETERS] = "randomize=true"}},
	{"select_one l2", true, {[REQUIRED] = "yes"}},
	{"select_one ld", true, {[MISSING] = "dk=dontknow"}},
	{"select_multiple ln", true, {[EXCLUSIVE] = "none"}},
	{"select_multiple l5",
	 true,
	 {[CONSTRAINT] = "count-selected(.) <= 2",
	  [WHY] = "Choose two at most.",
	  [WHY_CY] = "Dau ar y mwyaf."}},
	{"rank l4", true, {0}},
	{"rank l3", true, {[PARAMETERS] = "randomize=true"}},
	{"integer", true, {0}},
	{"integer",
	 true,
	 {[CONSTRAINT] = ". <= 40",
	  [WHY] = "Enter at most forty.",
	  [WHY_CY] = "Deugain ar y mwyaf."}},
	{"integer", true, {[REQUIRED] = "yes"}},
	{"decimal", true, {0}},
	{"range", true, {[PARAMETERS] = "start=1 end=5 step=1"}},
	{"date",
	 true,
	 {[CONSTRAINT] = ". < date('2030-01-01')",
	  [WHY] = "Enter a day before 2030.",
	  [WHY_CY] = "Cyn 2030."}},
	{"text", true, {0}},
	{"text", true, {[APPEARANCE] = "multiline"}},
	{"note", false, {0}},
	{"acknowledge", true, {0}},
};

static void
add_one(struct making *m)
{
	const struct kind *kind = &kinds[chance(m, COUNT(kinds))];
	const char *cells[COLUMNS];

	memcpy(cells, kind->cell, sizeof(cells));
	cells[RELEVANT] = condition(m, 30);
	add_question(m, kind->type, kind->reads, cells);
	m->n_to_ask_for = m->n;
}

static void
begin_group(struct making *m, const char *appearance, const char *relevant)
{
	text_addf(&m->csv,
		  ",begin_group,g%zu,Part %02zu,Rhan %02zu,\"%s\",,,,%s\n",
		  m->n, m->n, m->n, relevant ? relevant : "", appearance);
}

static void
add_sure(struct making *m)
{
	const char *item[COLUMNS] = {NULL}, *sure[COLUMNS] = {NULL};

	begin_group(m, "field-list", condition(m, 30));
	item[RELEVANT] = condition(m, 20);
	item[PARAMETERS] = now_and_then(m, 50) ? "randomize=true" : NULL;
	sure[RELEVANT] =
		arena_printf(m->way->arena, "${q%zu} != '' and ${q%zu} != 'dk'",
			     m->n, m->n);
	sure[REQUIRED] = now_and_then(m, 30) ? "yes" : NULL;
	add_question(m, "select_one ld", true, item);
	add_question(m, "select_one how", true, sure);
	text_add(&m->csv, ",end_group\n");
	m->n_to_ask_for = m->n;
}

static void
add_table(struct making *m)
{
	const char *type =
		now_and_then(m, 50) ? "select_one l5" : "select_one l3";
	size_t i, n = 2 + chance(m, 4);

	begin_group(m, "table-list", condition(m, 30));
	for (i = 0; i < n; i++) {
		const char *cells[COLUMNS] = {NULL};

		cells[RELEVANT] = condition(m, 20);
		cells[REQUIRED] = now_and_then(m, 15) ? "yes" : NULL;
		add_question(m, type, true, cells);
	}
	text_add(&m->csv, ",end_group\n");
	m->n_to_ask_for = m->n;
}

static void
add_calculation(struct making *m)
{
	const char *cells[COLUMNS] = {NULL};

	if (m->n_to_ask_for == 0 || !m->read[m->n_to_ask_for - 1])
		return;
	cells[CALCULATION] =
		arena_printf(m->way->arena, "concat('<', ${q%zu}, '>')",
			     m->n_to_ask_for - 1);
	add_question(m, "calculate", true, cells);
	m->n_to_ask_for = m->n;
}

static const char *const about_types[] = {"select_one l2", "select_one l3",
					  "select_one l5"};

static void
add_note(struct making *m)
{
	const char *cells[COLUMNS] = {NULL};

	cells[RELEVANT] = condition(m, 30);
	add_question(m, "note", false, cells);
}

/* Their conditions may read each other, but in a table, where they would part
 * it. */
static void
add_about_person(struct making *m, size_t n, const char *type)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *cells[COLUMNS] = {[ROLE] = "segment"};

		if (!type && now_and_then(m, 20))
			add_note(m);
		cells[RELEVANT] = condition(m, 20);
		cells[REQUIRED] = now_and_then(m, 8) ? "yes" : NULL;
		cells[DEFAULT] = now_and_then(m, 8) ? "c1" : NULL;
		add_question(m, type ? type : about_types[chance(m, 3)], true,
			     cells);
		if (!type)
			m->n_to_ask_for = m->n;
	}
}

/* Several questions about the person: in a section, as a table, or neither. */
static void
add_about(struct making *m)
{
	size_t n = 2 + chance(m, FORM_MAX_SEGMENTS - 1);
	bool section = now_and_then(m, 30), table = now_and_then(m, 30);

	if (n > FORM_MAX_SEGMENTS - m->n_about)
		n = FORM_MAX_SEGMENTS - m->n_about;
	if (n == 0)
		return;
	if (section)
		begin_group(m, "", condition(m, 30));
	if (table)
		begin_group(m, "table-list", condition(m, 20));
	add_about_person(m, n, table ? about_types[chance(m, 3)] : NULL);
	if (table)
		text_add(&m->csv, ",end_group\n");
	if (section)
		text_add(&m->csv, ",end_group\n");
	m->n_about += n;
	m->n_to_ask_for = m->n;
}

static void
make_form(struct making *m)
{
	size_t i, n = UNITS + chance(m, UNITS);
	bool section = false;

	text_add(&m->csv, header);
	for (i = 0; i < n; i++) {
		if (!section && now_and_then(m, 20)) {
			begin_group(m, "", condition(m, 50));
			section = true;
		} else if (section && now_and_then(m, 30)) {
			text_add(&m->csv, ",end_group\n");
			section = false;
		}
		switch (chance(m, 10)) {
		case 0:
		case 1: add_sure(m); break;
		case 2:
		case 3: add_table(m); break;
		case 4: add_calculation(m); break;
		case 5:
		case 6: add_about(m); break;
		default: add_one(m);
		}
		/* A section is none without a question. */
		if (section && m->n > 0)
			continue;
	}
	add_one(m);
	if (section)
		text_add(&m->csv, ",end_group\n");
	add_lists(&m->csv);
}

/* ---- the way ---- */

static const char *
copied(struct making *m, const char *s)
{
	return s ? arena_copy(m->way->arena, s) : NULL;
}

static void
emit(struct making *m, size_t at, enum act act, const char *what,
     const char *refused)
{
	struct made_way *way = m->way;

	way->entry = mem_room(way->entry, &way->room, way->n + 1,
			      sizeof(*way->entry));
	way->entry[way->n++] = (struct entry){
		.at = at == FORM_NONE ? NULL
				      : copied(m, m->form->question[at].name),
		.act = act,
		.what = copied(m, what),
		.refused = copied(m, refused),
		.before = flow_at_start(m->apart),
	};
}

static size_t
at(const struct flow *flow)
{
	const struct question *q = flow_question(flow);

	return q ? q->index : FORM_NONE;
}

/* Is the question that comes alone one of the page that has it with others? A
 * start is the same for both. */
static bool
agree(const struct making *m)
{
	enum page_shape shape;
	size_t i, n, came_to, *part, alone = at(m->apart);
	bool found;

	if (flow_at_start(m->together) || flow_at_start(m->apart))
		return flow_at_start(m->together) == flow_at_start(m->apart) &&
			at(m->together) == alone;
	part = flow_parts(m->together, &n, &shape, &came_to);
	found = n == 0 && alone == FORM_NONE;
	for (i = 0; i < n; i++)
		found = found || part[i] == alone;
	free(part);
	return found;
}

/* cmocka's messages are short. */
static void
show(const struct making *m)
{
	char *told = made_way_told(m->way);

	fprintf(stderr, "%s%s", text_get(&m->csv), told);
	free(told);
}

static void
must_agree(const struct making *m)
{
	if (agree(m))
		return;
	show(m);
	fail_msg("together at %zu%s, apart at %zu%s", at(m->together),
		 flow_at_start(m->together) ? ", its start" : "", at(m->apart),
		 flow_at_start(m->apart) ? ", its start" : "");
}

/* Both can go anywhere else from here. */
static bool
at_the_same(const struct making *m)
{
	return flow_page(m->together) == flow_page(m->apart);
}

static bool
is_conditional(const struct form *form, size_t question)
{
	size_t g = form->question[question].group;

	for (; g != FORM_NONE; g = form->group[g].parent)
		if (form->group[g].relevant)
			return true;
	return form->question[question].relevant != NULL;
}

/*
 * Whoever leaves a page unanswered has seen all of it where its questions
 * stand together, and only one where they come alone: should it close and
 * open again later, the others are asked. Not of such ways.
 */
static bool
can_leave(const struct making *m)
{
	enum page_shape shape;
	size_t i, n, came_to;
	size_t *part = flow_parts(m->together, &n, &shape, &came_to);
	bool can = true;

	for (i = 0; i < n; i++)
		can = can &&
			(answers_state(flow_answers(m->apart), part[i]) !=
				 STATE_NOT_REACHED ||
			 !is_conditional(m->form, part[i]));
	free(part);
	return can;
}

/* A draft tells what was seen, and by that whether the end was. */
static bool
have_seen_the_same(const struct making *m)
{
	size_t i;

	for (i = 0; i < m->form->n_questions; i++)
		if (answers_state(flow_answers(m->apart), i) !=
		    answers_state(flow_answers(m->together), i))
			return false;
	return true;
}

static void
some_choices(struct making *m, const struct question *q, struct text *t)
{
	size_t i, most = q->constraint ? 2 : q->list->n, n = 0;

	if (q->exclusive && now_and_then(m, 25)) {
		text_add(t, q->list->choice[q->list->n - 1].name);
		return;
	}
	for (i = 0; i < q->list->n && n < most; i++)
		if (!(q->exclusive && q->exclusive[i]) && now_and_then(m, 50))
			text_addf(t, "%s%s", n++ > 0 ? " " : "",
				  q->list->choice[i].name);
	if (n == 0)
		text_add(t, q->list->choice[0].name);
}

static void
some_order(struct making *m, const struct question *q, struct text *t)
{
	size_t order[MOST_CHOICES], i, k;

	for (i = 0; i < q->list->n; i++) {
		k = chance(m, i + 1);
		order[i] = order[k];
		order[k] = i;
	}
	for (i = 0; i < q->list->n; i++)
		text_addf(t, "%s%s", i > 0 ? " " : "",
			  q->list->choice[order[i]].name);
}

static const char *const texts[] = {
	"More time",
	"stop",
	"back",
	"?",
	".",
	"skip it",
	"  blanks around  ",
	"Mwy o amser i'r t\xc3\xaem newydd",
	"w\xcc\x82y\xcc\x82",
	"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 and \xe4\xbd\xa0",
	"\"quoted\" \\ '; --",
	"<b>&amp;</b> ${q0} {}",
	"-1",
	("a line that goes on for longer than eighty columns, so that it has "
	 "to be shown in parts wherever it is"),
};
static const char *const months[] = {"jan", "February", "3",  "apr",
				     "May", "6",	"12", "dec"};

static void
some_answer(struct making *m, const struct question *q, struct text *t)
{
	switch (q->type) {
	case TYPE_SELECT_ONE:
		text_add(t, q->list->choice[chance(m, q->list->n)].name);
		break;
	case TYPE_SELECT_MULTIPLE: some_choices(m, q, t); break;
	case TYPE_RANK: some_order(m, q, t); break;
	case TYPE_INTEGER: text_addf(t, "%zu", chance(m, 41)); break;
	case TYPE_DECIMAL:
		text_addf(t, "%s%zu.%zu", now_and_then(m, 30) ? "-" : "",
			  chance(m, 100), chance(m, 100));
		break;
	case TYPE_RANGE: text_addf(t, "%zu", 1 + chance(m, 5)); break;
	case TYPE_DATE:
		text_addf(t, "%zu %s %zu", 1 + chance(m, 28),
			  months[chance(m, COUNT(months))],
			  1950 + chance(m, 80));
		break;
	case TYPE_TEXT:
		text_add(t, texts[chance(m, COUNT(texts))]);
		if (q->multiline && now_and_then(m, 60))
			text_addf(t, "\n%s", texts[chance(m, COUNT(texts))]);
		break;
	case TYPE_ACKNOWLEDGE: text_add(t, "OK"); break;
	default: break;
	}
}

/* Answers alone what comes alone; true: it took an answer or none. */
static void
answer_apart(struct making *m, struct text *t)
{
	size_t q = at(m->apart);
	const struct question *question = &m->form->question[q];
	struct refusal refusal[2];
	const char *entered;
	bool skips = !flow_is_required(m->apart, q) && now_and_then(m, 15);

	if (question->type == TYPE_NOTE)
		emit(m, q, ACT_GO_ON, NULL, NULL);
	else if (skips)
		emit(m, q, ACT_SKIP, NULL, NULL);
	else
		some_answer(m, question, t);
	if (t->n > 0)
		emit(m, q, ACT_ANSWER, text_get(t), NULL);
	entered = text_get(t);
	if (!flow_answer(m->apart, &entered, 1, refusal))
		fail_msg("%s does not take '%s': %s", question->name, entered,
			 refusal[0].text);
	m->kept = m->kept || question->type != TYPE_NOTE;
}

static size_t
place_of(size_t question, const size_t *part, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (part[i] == question)
			break;
	return i;
}

/* The page's questions that come when they come alone, and then all of them
 * at once. */
static void
answer(struct making *m)
{
	enum page_shape shape;
	size_t i, n, came_to;
	size_t *part = flow_parts(m->together, &n, &shape, &came_to);
	struct text entered[MOST_QUESTIONS] = {TEXT_INIT};
	bool asked[MOST_QUESTIONS] = {false};
	const char *all[MOST_QUESTIONS];
	struct refusal refusal[MOST_QUESTIONS];

	while (!flow_at_start(m->apart) &&
	       (i = place_of(at(m->apart), part, n)) < n && !asked[i]) {
		asked[i] = true;
		answer_apart(m, &entered[i]);
		m->way->entry[m->way->n - 1].more = true;
	}
	m->way->entry[m->way->n - 1].more = false;
	for (i = 0; i < n; i++)
		all[i] = asked[i] ? text_get(&entered[i])
				  : flow_entered(m->together, part[i]);
	for (i = 0; i < n; i++) /* what is borrowed changes */
		if (!asked[i]) {
			text_add(&entered[i], all[i]);
			all[i] = text_get(&entered[i]);
		}
	if (!flow_answer(m->together, all, n, refusal)) {
		show(m);
		fail_msg("the page of %zu does not take it", part[0]);
	}
	for (i = 0; i < n; i++)
		text_release(&entered[i]);
	free(part);
}

static void
back(struct making *m)
{
	emit(m, at(m->apart), ACT_BACK, NULL, NULL);
	assert_true(flow_back(m->together) && flow_back(m->apart));
	while (!agree(m)) {
		emit(m, at(m->apart), ACT_BACK_APART, NULL, NULL);
		assert_true(flow_back(m->apart));
	}
}

static struct flow *
brought_back(const struct making *m, const struct flow *flow, bool apart)
{
	struct json *draft = answers_to_draft(flow_answers(flow));
	struct flow *again = flow_new(m->form, 1, flow_system_clock());

	assert_true(flow_restore(again, draft, flow_page(flow),
				 flow_is_changing(flow), NULL));
	json_free(draft);
	flow_set_apart(again, PAGE_SURE, apart);
	flow_set_apart(again, PAGE_TABLE, apart);
	return again;
}

static void
come_back(struct making *m)
{
	struct flow *together = brought_back(m, m->together, false);
	struct flow *apart = brought_back(m, m->apart, true);

	emit(m, at(m->apart), ACT_COME_BACK, NULL, NULL);
	flow_free(m->together);
	flow_free(m->apart);
	m->together = together;
	m->apart = apart;
}

static void
travel(struct making *m)
{
	m->travels++;
	switch (chance(m, 4)) {
	case 0:
	case 1: emit(m, at(m->apart), ACT_OTHER_FRONT, NULL, NULL); break;
	case 2:
		m->welsh = !m->welsh;
		emit(m, at(m->apart), ACT_LANGUAGE,
		     m->welsh ? "Cymraeg (cy)" : "English (en)", NULL);
		break;
	default:
		if (m->kept && have_seen_the_same(m))
			come_back(m);
	}
}

/* Something that this question does not take. */
static bool
be_refused(struct making *m)
{
	size_t i = at(m->apart);
	const struct question *q = &m->form->question[i];
	const char *what = NULL, *why = NULL;

	if (q->type == TYPE_INTEGER && q->constraint)
		what = "41", why = q->constraint_message[m->welsh];
	else if (q->type == TYPE_SELECT_MULTIPLE && q->constraint)
		what = "c1 c3 c4", why = q->constraint_message[m->welsh];
	else if (q->type == TYPE_DATE && q->constraint)
		what = "1 jan 2030", why = q->constraint_message[m->welsh];
	if (what)
		emit(m, i, ACT_ANSWER, what, why);
	return what != NULL;
}

static void
at_a_question(struct making *m)
{
	const struct question *q = flow_question(m->apart);

	if (m->steps > STEPS) {
		answer(m);
	} else if (now_and_then(m, 12) && can_leave(m) &&
		   !flow_progress(m->together).first) {
		back(m);
	} else if (now_and_then(m, 8) && m->travels < 4 && at_the_same(m)) {
		travel(m);
	} else if (now_and_then(m, 20) && q->list && q->type != TYPE_RANK &&
		   at_the_same(m) && flow_review(m->apart)) {
		emit(m, q->index, ACT_REVIEW, NULL, NULL);
		assert_true(flow_review(m->together));
	} else {
		if (now_and_then(m, 30))
			be_refused(m);
		answer(m);
	}
}

/* Nobody has seen it, nor is it asked: what stands there is its default, which
 * it will be asked with. */
static bool
is_untouched(const struct answer *answer)
{
	return !answer->seen && !answer->relevant;
}

/* Also of those that were asked only because another was answered. */
static void
must_be_without(const struct making *m, const struct flow *flow,
		const struct flow_start *skipped)
{
	const struct answer *answer = flow_answers(flow)->answer;
	const struct question *q = m->form->question;
	size_t i;

	for (i = skipped->first; i <= skipped->last; i++) {
		if (q[i].role != ROLE_SEGMENT ||
		    answer[i].value.kind == VALUE_NONE ||
		    (q[i].default_text && is_untouched(&answer[i])))
			continue;
		show(m);
		fail_msg("%s was skipped and is answered", q[i].name);
	}
}

/* On from what stands before the questions about oneself. */
static void
leave_start(struct making *m)
{
	size_t first = at(m->apart);
	struct flow_start start = flow_about_person(m->apart, first);

	if (start.optional && now_and_then(m, 40)) {
		emit(m, first, ACT_SKIP, m->form->question[start.last].name,
		     NULL);
		flow_start_skip(m->together);
		flow_start_skip(m->apart);
		must_be_without(m, m->together, &start);
		must_be_without(m, m->apart, &start);
		m->kept = true;
	} else {
		emit(m, first, ACT_GO_ON, NULL, NULL);
		flow_start_answer(m->together);
		flow_start_answer(m->apart);
	}
}

static void
at_a_start(struct making *m)
{
	bool goes_on = m->steps > STEPS;

	if (!goes_on && now_and_then(m, 20) &&
	    !flow_progress(m->together).first) {
		back(m);
	} else if (!goes_on && now_and_then(m, 30) && m->travels < 6) {
		travel(m);
	} else if (!goes_on && now_and_then(m, 20) && flow_review(m->apart)) {
		emit(m, flow_question(m->together)->index, ACT_REVIEW, NULL,
		     NULL);
		m->way->entry[m->way->n - 1].before = true;
		assert_true(flow_review(m->together));
	} else {
		leave_start(m);
	}
}

/* False: it is sent. */
static bool
at_the_review(struct making *m)
{
	size_t n, i, *rows = flow_review_rows(m->together, &n);
	bool goes_on = m->steps <= STEPS && now_and_then(m, 75);

	if (!goes_on) {
		emit(m, FORM_NONE, ACT_SEND, NULL, NULL);
	} else if (now_and_then(m, 15) && n > 0) {
		back(m);
	} else if (now_and_then(m, 10) && m->travels < 4) {
		travel(m);
	} else if (n > 0) {
		i = rows[chance(m, n)];
		emit(m, FORM_NONE, ACT_CHANGE, m->form->question[i].name, NULL);
		flow_change(m->together, i);
		flow_change(m->apart, i);
	}
	free(rows);
	return goes_on;
}

static void
make_way(struct making *m)
{
	bool goes_on = true;

	while (goes_on) {
		m->steps++;
		assert_true(m->steps < 300);
		if (at(m->apart) == FORM_NONE)
			goes_on = at_the_review(m);
		else if (flow_at_start(m->apart))
			at_a_start(m);
		else
			at_a_question(m);
		must_agree(m);
	}
}

static char *
sent(struct flow *flow)
{
	struct json *response = flow_response(flow);
	char *text = json_print(response);

	json_free(response);
	return text;
}

void
made_way_init(struct made_way *way, uint32_t seed)
{
	struct making m = {.way = way, .chance = seed * 2654435761u + 1};
	char *apart;

	*way = (struct made_way){.arena = arena_new()};
	make_form(&m);
	m.form = form_from_csv(text_get(&m.csv));
	m.together = flow_new(m.form, 1, flow_system_clock());
	m.apart = flow_new(m.form, 1, flow_system_clock());
	flow_set_apart(m.apart, PAGE_SURE, true);
	flow_set_apart(m.apart, PAGE_TABLE, true);
	make_way(&m);
	way->stored = sent(m.together);
	apart = sent(m.apart);
	assert_text(apart, way->stored, text_get(&m.csv));
	free(apart);
	flow_free(m.together);
	flow_free(m.apart);
	form_free(m.form);
	way->csv = text_take(&m.csv);
}

void
made_way_release(struct made_way *way)
{
	arena_free(way->arena);
	free(way->csv);
	free(way->entry);
	free(way->stored);
}

char *
made_way_told(const struct made_way *way)
{
	static const char *const acts[] = {
		[ACT_ANSWER] = "answers",
		[ACT_SKIP] = "skips",
		[ACT_GO_ON] = "goes on",
		[ACT_BACK] = "goes back",
		[ACT_BACK_APART] = "and back",
		[ACT_REVIEW] = "to the review",
		[ACT_CHANGE] = "changes",
		[ACT_LANGUAGE] = "language",
		[ACT_OTHER_FRONT] = "other front end",
		[ACT_COME_BACK] = "leaves and comes back",
		[ACT_SEND] = "sends",
	};
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < way->n; i++) {
		const struct entry *e = &way->entry[i];

		text_addf(&t, "%zu. %s%s: %s %s%s%s\n", i,
			  e->before ? "before " : "", e->at ? e->at : "review",
			  acts[e->act], e->what ? e->what : "",
			  e->more ? " (more)" : "",
			  e->refused ? " (refused)" : "");
	}
	return text_take(&t);
}
