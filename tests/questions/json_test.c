/* JSON made strict: what goes out, what comes in, what is refused. */
#include "tests/test.h"

#include <math.h>

#include "questions/base/mem.h"
#include "questions/json.h"

static void
prints_in_the_order_it_was_put(void **state)
{
	struct json *j = json_object(), *list;
	char *text;

	json_put(j, "b", json_number(0.1));
	json_put(j, "a", json_text("caf\xc3\xa9 \"x\"\n"));
	list = json_put(j, "list", json_array());
	json_push(list, json_bool(true));
	json_push(list, json_bool(false));
	json_push(list, json_null());
	json_push(list, json_text(NULL));
	json_push(list, json_number(NAN));
	json_push(list, json_number(1.0 / 3));
	json_push(list, json_number(-12));
	json_put(j, "", json_object());
	text = json_print(j);
	assert_text(
		text,
		"{\"b\":0.1,\"a\":\"caf\xc3\xa9 \\\"x\\\"\\n\",\"list\":[true,"
		"false,null,null,null,0.3333333333333333,-12],\"\":{}}",
		"printed");
	free(text);
	assert_true(json_get_number(j, "b", 7) == 0.1);
	json_free(j);
	json_free(NULL);
}

static void
reads_members(void **state)
{
	static const char source[] =
		" {\"n\":1.5,\"t\":\"x\",\"yes\":true,\"no\":false,\"nil\":null,"
		"\"list\":[1,2,3],\"o\":{\"p\":\"\\u00e9\\ud83d\\ude00\"}}\n";
	struct error err = ERROR_INIT;
	struct json *j = json_parse(source, strlen(source), &err);
	const struct json *list, *one;
	double sum = 0;

	assert_text(err.text, "", "no error");
	assert_non_null(j);
	assert_true(json_is_object(j) && !json_is_array(j));
	assert_int_equal(json_count(j), 7);
	assert_true(json_get_number(j, "n", 0) == 1.5);
	assert_true(json_get_number(j, "t", -1) == -1);
	assert_true(json_get_number(j, "none", -2) == -2);
	assert_text(json_get_text(j, "t"), "x", "text");
	assert_text(json_get_text(j, "n"), NULL, "a number is no text");
	assert_text(json_get_text(j, "T"), NULL, "names have their case");
	assert_true(json_get_bool(j, "yes", false));
	assert_false(json_get_bool(j, "no", true));
	assert_true(json_get_bool(j, "t", true));
	assert_true(json_is_null(json_get(j, "nil")));
	assert_false(json_is_null(json_get(j, "none")));
	assert_text(json_get_text(json_get(j, "o"), "p"),
		    "\xc3\xa9\xf0\x9f\x98\x80", "escapes");
	list = json_get(j, "list");
	assert_true(json_is_array(list));
	for (one = json_first(list); one != NULL; one = json_next(one))
		sum += json_as_number(one, 100);
	assert_true(sum == 6);
	assert_text(json_name(json_first(j)), "n", "first name");
	assert_null(json_get(list, "n"));
	assert_null(json_get(NULL, "n"));
	assert_null(json_first(NULL));
	json_free(j);
}

/* What is read is printed as it was, digit for digit. */
static void
prints_what_it_read(void **state)
{
	static const char *const cases[] = {
		"0.30000000000000004",
		"1.7976931348623157e+308",
		"[5e-324,0.1,123456789012345,1e+15]",
		"{\"a\":{\"b\":[[],{},\"\",null,true]}}",
		"\"\\\\\\\"\\b\\f\\n\\r\\t\\u0001\"",
	};
	struct error err = ERROR_INIT;
	struct json *j;
	char *text;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		j = json_parse(cases[i], strlen(cases[i]), &err);
		assert_text(err.text, "", cases[i]);
		text = json_print(j);
		assert_text(text, cases[i], cases[i]);
		free(text);
		text = json_print_pretty(j);
		json_free(j);
		j = json_parse(text, strlen(text), &err);
		assert_case(j != NULL, cases[i]);
		free(text);
		json_free(j);
	}
}

static void
refuses(void **state)
{
	static const struct {
		const char *what, *bytes;
		size_t n; /* 0: strlen */
		const char *message;
	} cases[] = {
		{"nothing", "", 0, "not JSON: the text is empty"},
		{"blanks", " ", 0, "not JSON at byte 0"},
		{"bytes behind the end", "{} x", 0,
		 "not JSON at byte 2: something stands behind the end"},
		{"a second value", "1 2", 0,
		 "not JSON at byte 1: something stands behind the end"},
		{"a NUL behind the end", "{}\0", 3,
		 "not JSON: the text is not UTF-8"},
		{"a name twice", "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}", 0,
		 "not JSON: the name \"b\" stands twice in one object"},
		{"an escaped NUL", "[\"a\\u0000b\"]", 0,
		 "not JSON at byte 3: a text holds a NUL"},
		{"an unknown escape", "[\"a\\qb\"]", 0, "not JSON at byte 3"},
		{"half a surrogate", "[\"\\ud83d\"]", 0, "not JSON at byte 2"},
		{"a raw newline in a text", "\"a\nb\"", 0,
		 "not JSON at byte 2: a control character that is not "
		 "escaped"},
		{"a form feed for a blank", "[1,\f2]", 0,
		 "not JSON at byte 3: a control character"},
		{"Latin-1", "\"\xe9\"", 0, "not JSON: the text is not UTF-8"},
		{"a byte order mark", "\xef\xbb\xbf{}", 0,
		 "not JSON at byte 0: a byte order mark"},
		{"a text without end", "[\"abc", 0,
		 "not JSON at byte 1: a text has no end"},
		{"a text that ends in a backslash", "\"abc\\", 0,
		 "not JSON at byte 0: a text has no end"},
		{"a list without end", "[1,2", 0, "not JSON at byte 3"},
		{"a comma too many", "[1,]", 0, "not JSON at byte 3"},
		{"single quotes", "{'a':1}", 0, "not JSON at byte 2"},
		{"a leading zero", "[01]", 0,
		 "not JSON at byte 1: a number is written wrongly"},
		{"a point without digits", "1.", 0,
		 "not JSON at byte 0: a number is written wrongly"},
		{"a point first", "[-.5]", 0,
		 "not JSON at byte 1: a number is written wrongly"},
		{"an exponent without digits", "1e+", 0,
		 "not JSON at byte 0: a number is written wrongly"},
		{"a number too large", "[1e400]", 0,
		 "not JSON: a number is too large"},
		{"NaN", "NaN", 0, "not JSON at byte 0"},
	};
	struct error err;
	size_t i, n;

	for (i = 0; i < COUNT(cases); i++) {
		err = (struct error)ERROR_INIT;
		n = cases[i].n ? cases[i].n : strlen(cases[i].bytes);
		assert_case(json_parse(cases[i].bytes, n, &err) == NULL,
			    cases[i].what);
		assert_text(err.text, cases[i].message, cases[i].what);
	}
}

static struct json *
parse_nested(size_t depth, struct error *err)
{
	char bytes[400];

	assert_true(2 * depth <= sizeof bytes);
	memset(bytes, '[', depth);
	memset(bytes + depth, ']', depth);
	return json_parse(bytes, 2 * depth, err);
}

static void
limits_depth(void **state)
{
	struct error err = ERROR_INIT;
	struct json *j = parse_nested(64, &err);

	assert_non_null(j);
	json_free(j);
	assert_null(parse_nested(65, &err));
	assert_text(err.text, "not JSON at byte 64: nested too deeply", "65");
}

/* What is made afterwards is the heap's again. */
static void
reads_in_an_arena(void **state)
{
	static const char source[] = "{\"n\":[1.5,-2],\"t\":\"caf\\u00e9\"}";
	static const char twice[] = "[{\"a\":1,\"a\":2}]";
	struct arena *arena = arena_new();
	struct error err = ERROR_INIT;
	const struct json *j =
		json_parse_in(arena, source, strlen(source), &err);
	struct json *own = json_array();

	assert_text(err.text, "", "no error");
	json_push(own, json_text("x"));
	json_free(own);
	assert_text(json_get_text(j, "t"), "caf\xc3\xa9", "text");
	j = json_first(json_get(j, "n"));
	assert_true(json_as_number(j, 0) == 1.5);
	assert_true(json_as_number(json_next(j), 0) == -2);
	assert_null(json_parse_in(arena, twice, strlen(twice), &err));
	assert_text(err.text,
		    "not JSON: the name \"a\" stands twice in one object",
		    "refused there too");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_in_the_order_it_was_put),
		cmocka_unit_test(reads_members),
		cmocka_unit_test(prints_what_it_read),
		cmocka_unit_test(refuses),
		cmocka_unit_test(limits_depth),
		cmocka_unit_test(reads_in_an_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
