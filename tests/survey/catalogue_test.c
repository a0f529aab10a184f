/* Reading .mo files: made here byte by byte, whole and damaged. */
#include "tests/test.h"

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "survey/catalogue.h"

/* ---- making one ---- */

struct pair {
	const char *text, *said; /* "ctx\4text", "one~many": '~' is a NUL */
};

static void
put_number(struct text *t, uint32_t x, bool swapped)
{
	if (swapped)
		x = __builtin_bswap32(x);
	text_add_n(t, (const char *)&x, sizeof(x));
}

/* The texts of one table behind the others, each with a NUL. */
static void
put_texts(struct text *numbers, struct text *bytes, size_t from,
	  const struct pair *pair, size_t n, bool said, bool swapped)
{
	size_t i, k, length;

	for (i = 0; i < n; i++) {
		const char *s = said ? pair[i].said : pair[i].text;

		length = strlen(s);
		put_number(numbers, (uint32_t)length, swapped);
		put_number(numbers, (uint32_t)(from + bytes->n), swapped);
		for (k = 0; k <= length; k++)
			text_add_char(bytes, s[k] == '~' ? '\0' : s[k]);
	}
}

static void
make(struct text *mo, const struct pair *pair, size_t n, bool swapped)
{
	struct text numbers = TEXT_INIT, bytes = TEXT_INIT;
	size_t from = 28 + 16 * n;

	put_texts(&numbers, &bytes, from, pair, n, false, swapped);
	put_texts(&numbers, &bytes, from, pair, n, true, swapped);
	put_number(mo, 0x950412de, swapped);
	put_number(mo, 0, swapped);
	put_number(mo, (uint32_t)n, swapped);
	put_number(mo, 28, swapped);
	put_number(mo, (uint32_t)(28 + 8 * n), swapped);
	put_number(mo, 0, swapped);
	put_number(mo, 0, swapped);
	text_add_n(mo, text_get(&numbers), numbers.n);
	text_add_n(mo, text_get(&bytes), bytes.n);
	text_release(&numbers);
	text_release(&bytes);
}

static struct catalogue *
made(const struct pair *pair, size_t n, bool swapped)
{
	struct text mo = TEXT_INIT;
	struct catalogue *c;

	make(&mo, pair, n, swapped);
	c = catalogue_parse(text_get(&mo), mo.n, "test.mo", NULL);
	text_release(&mo);
	return c;
}

/* ---- finding ---- */

static const char header[] =
	"Project-Id-Version: x\nContent-Type: text/plain; charset=UTF-8\n"
	"Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;\n";

static const struct pair pairs[] = {
	{"", header},
	{"A\4Back", "Yn \303\264l"},
	{"B\4Back", "Cefn"},
	{"B\4Start", ""},
	{"N\4%zu day~%zu days", "un~dau~%zu"},
	{"no context", "dim"},
};

static void
finds_what_is_there(void **state)
{
	static const struct {
		const char *what, *context, *text;
		size_t form;
		const char *expected;
	} cases[] = {
		{"the first", "A", "Back", 0, "Yn \303\264l"},
		{"the same in another context", "B", "Back", 0, "Cefn"},
		{"without a context", NULL, "no context", 0, "dim"},
		{"the first of several forms", "N", "%zu day", 0, "un"},
		{"the second", "N", "%zu day", 1, "dau"},
		{"the last", "N", "%zu day", 2, "%zu"},
		{"a form too many", "N", "%zu day", 3, NULL},
		{"a form of what has one", "A", "Back", 1, NULL},
		{"nothing said", "B", "Start", 0, NULL},
		{"a context that is not there", "C", "Back", 0, NULL},
		{"half a context", "", "Back", 0, NULL},
		{"a text that is not there", "A", "Backs", 0, NULL},
		{"a context where there is none", "x", "no context", 0, NULL},
		{"without one where there is one", NULL, "Back", 0, NULL},
	};
	size_t i, swapped;

	for (swapped = 0; swapped < 2; swapped++) {
		struct catalogue *c = made(pairs, COUNT(pairs), swapped);

		assert_non_null(c);
		for (i = 0; i < COUNT(cases); i++)
			assert_text(catalogue_find(c, cases[i].context,
						   cases[i].text,
						   cases[i].form),
				    cases[i].expected, cases[i].what);
		catalogue_free(c);
	}
}

/* ---- forms ---- */

static struct catalogue *
with_forms(const char *forms)
{
	struct pair pair = {"", NULL};
	struct text t = TEXT_INIT;
	struct catalogue *c;

	text_addf(&t, "X: y\nPlural-Forms: %s\n", forms);
	pair.said = text_get(&t);
	c = made(&pair, 1, false);
	text_release(&t);
	return c;
}

static void
takes_the_form_of_a_number(void **state)
{
	static const struct {
		const char *what, *forms;
		size_t n[6], form[6];
	} cases[] = {
		{"English",
		 "nplurals=2; plural=n != 1;",
		 {0, 1, 2, 3, 11, 101},
		 {1, 0, 1, 1, 1, 1}},
		{"French",
		 "nplurals=2; plural=(n > 1);",
		 {0, 1, 2, 3, 11, 101},
		 {0, 0, 1, 1, 1, 1}},
		{"one only",
		 "nplurals=1; plural=0;",
		 {0, 1, 2, 3, 11, 101},
		 {0, 0, 0, 0, 0, 0}},
		{"Polish",
		 "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && "
		 "(n%100<10 || n%100>=20) ? 1 : 2);",
		 {1, 2, 5, 12, 22, 112},
		 {0, 1, 2, 2, 1, 2}},
		{"Welsh",
		 "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : "
		 "(n==3) ? 3 : (n==6) ? 4 : 5;",
		 {0, 1, 2, 3, 6, 11},
		 {0, 1, 2, 3, 4, 5}},
		{"sums in their order",
		 "nplurals=8; plural=(2+n*3-1)%8/2+!n;",
		 {0, 1, 2, 3, 4, 5},
		 {1, 2, 3, 1, 2, 0}},
		{"not",
		 "nplurals=2; plural=!(n<1);",
		 {0, 1, 2, 3, 4, 5},
		 {0, 1, 1, 1, 1, 1}},
	};
	size_t i, k;

	for (i = 0; i < COUNT(cases); i++) {
		struct catalogue *c = with_forms(cases[i].forms);

		assert_case(c != NULL, cases[i].what);
		for (k = 0; k < 6; k++)
			assert_case(catalogue_form(c, cases[i].n[k]) ==
					    cases[i].form[k],
				    cases[i].what);
		catalogue_free(c);
	}
}

static void
refuses_forms_that_are_none(void **state)
{
	static const char *const forms[] = {
		"plural=n != 1;",
		"nplurals=2;",
		"nplurals=0; plural=0;",
		"nplurals=9; plural=0;",
		"nplurals=2; plural=n;",
		"nplurals=2; plural=n != 1",
		"nplurals=2; plural=n !=;",
		"nplurals=2; plural=(n != 1;",
		"nplurals=2; plural=n ? 1;",
		"nplurals=2; plural=1 / (n - n);",
		"nplurals=2; plural=1 % (n - n);",
		"nplurals=2; plural=m;",
		"nplurals=2; plural=;",
		"nplurals=2; plural=((((((((((((((((((((((((((((((((((n))))))))"
		"))))))))))))))))))))))))));",
	};
	size_t i;

	for (i = 0; i < COUNT(forms); i++)
		assert_case(with_forms(forms[i]) == NULL, forms[i]);
}

/* ---- damage ---- */

/* Each byte changed in some ways, each length: it is refused, or what is
 * found in it are texts. A sanitiser sees what reads too far. */
static void
damage_is_refused_or_harmless(void **state)
{
	static const unsigned char with[] = {0x01, 0x80, 0xff};
	struct text mo = TEXT_INIT;
	size_t i, k, refused = 0;

	make(&mo, pairs, COUNT(pairs), false);
	for (i = 0; i < mo.n; i++) {
		struct catalogue *c =
			catalogue_parse(mo.s, i, "short.mo", NULL);

		assert_null(c);
		for (k = 0; k < COUNT(with); k++) {
			mo.s[i] = (char)(mo.s[i] ^ with[k]);
			c = catalogue_parse(mo.s, mo.n, "other.mo", NULL);
			mo.s[i] = (char)(mo.s[i] ^ with[k]);
			refused += c == NULL;
			if (c) {
				const char *s =
					catalogue_find(c, "N", "%zu day", 2);

				assert_true(!s || text_is_utf8(s, strlen(s)));
				assert_true(catalogue_form(c, 7) <
					    catalogue_forms(c));
			}
			catalogue_free(c);
		}
	}
	assert_true(refused > 100);
	text_release(&mo);
}

static void
says_which_file_is_none(void **state)
{
	struct error err = ERROR_INIT;
	char *path = test_path(*state, "x.mo");

	assert_null(catalogue_load(path, &err));
	assert_has(err.text, "x.mo: No such file", "no file");
	err.text[0] = '\0';
	test_write(path, "msgid");
	assert_null(catalogue_load(path, &err));
	assert_has(err.text, "x.mo: this is no catalogue", "no catalogue");
	err.text[0] = '\0';
	assert_null(catalogue_load(*state, &err));
	assert_has(err.text, "no catalogue of ours", "a folder");
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_is_there),
		cmocka_unit_test(takes_the_form_of_a_number),
		cmocka_unit_test(refuses_forms_that_are_none),
		cmocka_unit_test(damage_is_refused_or_harmless),
		cmocka_unit_test_setup_teardown(says_which_file_is_none,
						test_dir_setup,
						test_dir_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
