/* Growing text, clusters and cells, wrapping, numbers as text. */
#include "tests/test.h"

#include <float.h>
#include <math.h>

#include "questions/base/text.h"

static void
grows_by_pieces(void **state)
{
	struct text t = TEXT_INIT;
	char *taken;
	int i;

	assert_text(text_get(&t), "", "new");
	for (i = 0; i < 1000; i++)
		text_addf(&t, "%d,", i % 10);
	assert_int_equal(t.n, 2000);
	assert_true(strlen(t.s) == t.n && t.n < t.room);
	text_clear(&t);
	assert_text(text_get(&t), "", "cleared");
	text_add(&t, "ab");
	text_add_char(&t, 'c');
	text_add_n(&t, "def", 2);
	text_add_n(&t, NULL, 0);
	taken = text_take(&t);
	assert_text(taken, "abcde", "taken");
	free(taken);
	taken = text_take(&t);
	assert_text(taken, "", "taken again");
	free(taken);
	text_release(&t);
}

static void
adds_counts_and_what_does_not_fit(void **state)
{
	const uint64_t counts[] = {7, 0, UINT64_MAX, 10};
	char longer[300];
	struct text t = TEXT_INIT;

	text_add_count(&t, 0);
	text_add_char(&t, ' ');
	text_add_count(&t, 1234567890);
	text_add_char(&t, ' ');
	text_add_count(&t, UINT64_MAX);
	assert_text(text_get(&t), "0 1234567890 18446744073709551615",
		    "least, usual, most");
	text_clear(&t);
	text_add_char(&t, '<');
	text_add_counts(&t, counts, 0);
	text_add_counts(&t, counts, 1);
	text_add_char(&t, '>');
	text_add_counts(&t, counts, 4);
	assert_text(text_get(&t), "<7>7 0 18446744073709551615 10",
		    "several with blanks");
	assert_int_equal(t.n, strlen(text_get(&t)));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	text_clear(&t);
	for (size_t i = 0; i < 8; i++)
		text_addf(&t, "%s", longer + i);
	assert_int_equal(t.n, 8 * 299 - 28);
	assert_int_equal(strlen(text_get(&t)), t.n);
	assert_int_equal(strspn(text_get(&t), "x"), t.n);
	text_release(&t);
}

static void
knows_utf8(void **state)
{
	static const struct {
		const char *what, *bytes;
		size_t n;
		bool utf8;
	} cases[] = {
		{"nothing", "", 0, true},
		{"plain, longer than a word", "plain ascii text", 16, true},
		{"two bytes", "caf\xc3\xa9 cr\xc3\xa8me", 12, true},
		{"four bytes", "\xf0\x9f\x98\x80", 4, true},
		{"DEL", "\x7f", 1, true},
		{"a NUL", "ab\0cd", 5, false},
		{"a NUL in a word of ASCII", "abcdefgh\0jklmnopq", 17, false},
		{"a NUL behind UTF-8", "\xc3\xa9\0", 3, false},
		{"Latin-1", "caf\xe9 au lait", 12, false},
		{"cut short", "caf\xc3", 4, false},
		{"a lone continuation", "a\x80z", 3, false},
		{"overlong", "\xc0\xaf", 2, false},
		{"a surrogate", "\xed\xa0\x80", 3, false},
		{"beyond the last plane", "\xf4\x90\x80\x80", 4, false},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		assert_case(text_is_utf8(cases[i].bytes, cases[i].n) ==
				    cases[i].utf8,
			    cases[i].what);
}

#define GIRL   "\U0001f467"
#define FAMILY "\U0001f469\u200d" GIRL

static void
measures(void **state)
{
	static const struct {
		const char *what, *s;
		size_t first, length, width;
	} cases[] = {
		{"nothing", "", 0, 0, 0},
		{"ASCII", "abc", 1, 3, 3},
		{"one accented letter", "\xc3\xa9", 2, 1, 1},
		{"letter and combining accent", "e\xcc\x81x", 3, 2, 2},
		{"CJK is wide", "\xe6\xbc\xa2\xe5\xad\x97", 3, 2, 4},
		{"a family is one cluster", FAMILY, 11, 1, 4},
		{"and as wide as its people", FAMILY "\u200d" GIRL, 18, 1, 6},
		{"pictures without a joiner are two", "\U0001f469" GIRL, 4, 2,
		 4},
		{"a flag", "\U0001f1ec\U0001f1e7", 8, 1, 2},
		{"the flag of Wales", "\U0001f3f4\U000e0067\U000e007f", 12, 1,
		 2},
		{"a skin tone takes no cell", "\U0001f44d\U0001f3fd", 8, 1, 2},
		{"alone it does", "\U0001f3fd", 4, 1, 2},
		{"so it does behind a letter", "a\U0001f3fd", 5, 1, 3},
		{"a selector takes none", "\u2764\ufe0f", 6, 1, 1},
		{"nor does a frame", "1\ufe0f\u20e3", 7, 1, 1},
		{"a joiner of letters takes none", "\u0915\u094d\u200d", 9, 1,
		 1},
		{"a vowel that has a place", "\u0915\u093f", 6, 1, 2},
		{"one that has none", "\u0915\u0941", 6, 1, 1},
		{"a Korean syllable in parts", "\u1112\u1161\u11ab", 9, 1, 2},
		{"CRLF is one cluster", "\r\nx", 2, 2, 1},
		{"tab and controls have no width",
		 "\t\x1b"
		 "a",
		 1, 3, 1},
		{"not UTF-8: a cluster a byte", "\xff\xfe", 1, 2, 2},
		{"a cut sequence", "a\xc3", 1, 2, 2},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		assert_case(text_cluster(cases[i].s) == cases[i].first,
			    cases[i].what);
		assert_case(text_length(cases[i].s) == cases[i].length,
			    cases[i].what);
		assert_case(text_width(cases[i].s) == cases[i].width,
			    cases[i].what);
	}
}

static void
copies(void **state)
{
	static const struct {
		const char *what, *s, *nfc, *one_line, *lines, *lower;
		bool controls;
	} cases[] = {
		{"plain", "Abc", "Abc", "Abc", "Abc", "abc", false},
		{"decomposed", "E\xcc\x81", "\xc3\x89", "E\xcc\x81",
		 "E\xcc\x81", "e\xcc\x81", false},
		{"newline and tab", "a\nb\tc", "a\nb\tc", "a b c", "a\nb c",
		 "a\nb\tc", false},
		{"CRLF is one newline", "a\r\nb\rc", "a\r\nb\rc", "a b c",
		 "a\nb\nc", "a\r\nb\rc", true},
		{"an escape sequence", "\x1b[31mX", "\x1b[31mX", "[31mX",
		 "[31mX", "\x1b[31mx", true},
		{"a C1 control",
		 "a\xc2\x9b"
		 "b",
		 "a\xc2\x9b"
		 "b",
		 "ab", "ab",
		 "a\xc2\x9b"
		 "b",
		 true},
		{"a bidi override",
		 "a\xe2\x80\xae"
		 "b",
		 "a\xe2\x80\xae"
		 "b",
		 "ab", "ab",
		 "a\xe2\x80\xae"
		 "b",
		 true},
		{"a line separator",
		 "a\xe2\x80\xa8"
		 "b",
		 "a\xe2\x80\xa8"
		 "b",
		 "a b", "a\nb",
		 "a\xe2\x80\xa8"
		 "b",
		 true},
		{"not UTF-8", "a\x9b", "a\x9b", "a\xef\xbf\xbd",
		 "a\xef\xbf\xbd", "a\x9b", true},
		{"capitals beyond ASCII", "\xc3\x84", "\xc3\x84", "\xc3\x84",
		 "\xc3\x84", "\xc3\xa4", false},
	};
	size_t i;
	char *s;

	for (i = 0; i < COUNT(cases); i++) {
		s = text_nfc(cases[i].s);
		assert_text(s, cases[i].nfc, cases[i].what);
		free(s);
		s = text_printable(cases[i].s, false);
		assert_text(s, cases[i].one_line, cases[i].what);
		free(s);
		s = text_printable(cases[i].s, true);
		assert_text(s, cases[i].lines, cases[i].what);
		assert_case(!text_has_controls(s), cases[i].what);
		free(s);
		s = text_lower(cases[i].s);
		assert_text(s, cases[i].lower, cases[i].what);
		free(s);
		assert_case(text_has_controls(cases[i].s) == cases[i].controls,
			    cases[i].what);
	}
}

static void
folds_for_search(void **state)
{
	static const struct {
		const char *what, *s, *folded;
	} cases[] = {
		{"nothing", "", ""},
		{"capitals", "Cardiff BAY", "cardiff bay"},
		{"an accent that is part of its letter", "T\u0177 M\u00f4n",
		 "ty mon"},
		{"one that stands behind it", "w\u0302y", "wy"},
		{"two letters for one", "Stra\u00dfe", "strasse"},
		{"wide forms", "\uff21\uff22", "ab"},
		{"other alphabets stay", "\u03a9 \u4f60", "\u03c9 \u4f60"},
		{"not UTF-8 is as it was", "A\x9b", "A\x9b"},
	};
	size_t i;
	char *s;

	for (i = 0; i < COUNT(cases); i++) {
		s = text_fold(cases[i].s);
		assert_text(s, cases[i].folded, cases[i].what);
		free(s);
	}
}

static void
add_line(void *ctx, const char *start, size_t bytes)
{
	text_add_n(ctx, start, bytes);
	text_add_char(ctx, '|');
}

static void
wraps(void **state)
{
	static const struct {
		const char *what, *s;
		size_t cells;
		const char *lines;
	} cases[] = {
		{"nothing is one line", "", 10, "|"},
		{"fits", "one two", 10, "one two|"},
		{"fits exactly", "one two", 7, "one two|"},
		{"breaks at the blank", "one two", 6, "one|two|"},
		{"several blanks at the break", "one   two", 5, "one|two|"},
		{"blanks inside a line stay", "a  b c", 5, "a  b|c|"},
		{"newlines break", "a\n\nb", 10, "a||b|"},
		{"a newline at the end", "a\n", 10, "a||"},
		{"a long word is cut", "abcdefgh", 3, "abc|def|gh|"},
		{"a long word gets a new line", "ab cdefgh", 4, "ab|cdef|gh|"},
		{"blanks at the end go", "ab   ", 4, "ab|"},
		{"indentation stays", "  ab cd", 5, "  ab|cd|"},
		{"more indentation than cells", "    ab", 3, "|ab|"},
		{"wide characters are not halved", "\xe6\xbc\xa2\xe5\xad\x97",
		 3, "\xe6\xbc\xa2|\xe5\xad\x97|"},
		{"a cluster is not parted", "a" FAMILY, 4, "a|" FAMILY "|"},
		{"but where it is wider than a line", "a" FAMILY "b", 3,
		 "a|\U0001f469\u200d|" GIRL "b|"},
		{"a no-break space does not break",
		 "a\xc2\xa0"
		 "b c",
		 4,
		 "a\xc2\xa0"
		 "b|c|"},
		{"CRLF", "a\r\nb", 4, "a\r|b|"},
	};
	struct text t = TEXT_INIT;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		text_clear(&t);
		text_wrap(cases[i].s, cases[i].cells, add_line, &t);
		assert_text(text_get(&t), cases[i].lines, cases[i].what);
	}
	text_release(&t);
}

static void
prints_numbers(void **state)
{
	static const struct {
		const char *what;
		double x;
		const char *text;
	} cases[] = {
		{"zero", 0.0, "0"},
		{"minus zero", -0.0, "0"},
		{"a whole number", 42, "42"},
		{"a negative one", -7, "-7"},
		{"the last without exponent", 999999999999999,
		 "999999999999999"},
		{"beyond", 1e15, "1e+15"},
		{"a tenth", 0.1, "0.1"},
		{"a sum that is no tenth", 0.1 + 0.2, "0.30000000000000004"},
		{"a third", 1.0 / 3, "0.3333333333333333"},
		{"two and a half", 2.5, "2.5"},
		{"small", 1e-7, "1e-07"},
		{"the largest", DBL_MAX, "1.7976931348623157e+308"},
		{"the smallest of all", 4.9406564584124654e-324, "5e-324"},
		{"not a number", NAN, ""},
		{"infinite", INFINITY, ""},
	};
	char out[32];
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		text_number(cases[i].x, out);
		assert_text(out, cases[i].text, cases[i].what);
	}
}

/* Multiplicative congruence: the same doubles each time. */
static void
reads_back_what_it_prints(void **state)
{
	uint64_t bits = 88172645463325252u;
	double x, back;
	char out[32];
	int i;

	for (i = 0; i < 20000; i++) {
		bits = bits * 6364136223846793005u + 1442695040888963407u;
		memcpy(&x, &bits, sizeof x);
		if (!isfinite(x))
			continue;
		text_number(x, out);
		assert_true(text_to_number(out, &back));
		assert_true(back == x);
	}
}

static void
reads_numbers(void **state)
{
	static const struct {
		const char *what, *s;
		bool is;
		double x;
	} cases[] = {
		{"whole", "12", true, 12},
		{"signs", "-12.5", true, -12.5},
		{"plus", "+1", true, 1},
		{"leading zeros", "007", true, 7},
		{"no digit before the point", ".5", true, .5},
		{"no digit behind the point", "5.", true, 5},
		{"exponent", "1e3", true, 1000},
		{"signed exponent", "25E-1", true, 2.5},
		{"too small is zero", "1e-400", true, 0},
		{"nothing", "", false, 0},
		{"a sign alone", "-", false, 0},
		{"a point alone", ".", false, 0},
		{"a decimal comma", "1,5", false, 0},
		{"a blank in front", " 1", false, 0},
		{"a blank behind", "1 ", false, 0},
		{"hexadecimal", "0x10", false, 0},
		{"an empty exponent", "1e", false, 0},
		{"too large", "1e400", false, 0},
		{"infinity", "inf", false, 0},
		{"nan", "nan", false, 0},
		{"words", "12 apples", false, 0},
	};
	double x;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		x = -99;
		assert_case(text_to_number(cases[i].s, &x) == cases[i].is,
			    cases[i].what);
		assert_case(x == (cases[i].is ? cases[i].x : -99),
			    cases[i].what);
	}
}

static void
digits_are_counted_and_read(void **state)
{
	assert_true(text_is_digits("2026-12-14", 4));
	assert_false(text_is_digits("2026-12-14", 5));
	assert_false(text_is_digits("", 0));
	assert_false(text_is_digits("-1", 2));
	assert_int_equal(text_digits("2026-12-14", 4), 2026);
	assert_int_equal(text_digits("012", 3), 12);
	assert_int_equal(text_digits("999999999", 9), 999999999);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_counted_and_read),
		cmocka_unit_test(grows_by_pieces),
		cmocka_unit_test(adds_counts_and_what_does_not_fit),
		cmocka_unit_test(knows_utf8),
		cmocka_unit_test(measures),
		cmocka_unit_test(copies),
		cmocka_unit_test(folds_for_search),
		cmocka_unit_test(wraps),
		cmocka_unit_test(prints_numbers),
		cmocka_unit_test(reads_back_what_it_prints),
		cmocka_unit_test(reads_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
