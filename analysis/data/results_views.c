#include <sqlite3.h>

#include "analysis/data/results_private.h"

/* Within SQLite's limits: columns of a view, bytes of its text */
enum { MAX_VIEW_COLUMNS = 1900, MAX_SPELLED_OUT = 150 };

/* A row an answer: one for each choice of several, one where there is none. */
static const char make_answer[] =
	"CREATE VIEW answer(response, question, state, value, place) AS"
	" WITH told AS (SELECT r.id, r.answers, r.numbers, q.*,"
	"  CASE substr(r.answers, q.position, 1) WHEN '.' THEN 'not shown'"
	"   WHEN '~' THEN 'not reached' WHEN '-' THEN CASE"
	"    WHEN q.coding = 'ranks' AND"
	"     trim(substr(r.answers, q.position, q.width), '-') <> ''"
	"    THEN 'answered' ELSE 'skipped' END"
	"   ELSE 'answered' END AS state"
	"  FROM response r CROSS JOIN question q WHERE q.width > 0)"
	" SELECT id, name, state, NULL, NULL FROM told"
	"  WHERE state <> 'answered' OR coding = 'text'"
	" UNION ALL SELECT id, name, state,"
	"  json_extract(numbers, '$.\"' || name || '\"'), NULL FROM told"
	"  WHERE state = 'answered' AND coding = 'number'"
	" UNION ALL SELECT id, name, state,"
	"  date(json_extract(numbers, '$.\"' || name || '\"') * 86400,"
	"   'unixepoch'), NULL FROM told"
	"  WHERE state = 'answered' AND coding = 'date'"
	" UNION ALL SELECT t.id, t.name, t.state, c.name,"
	"  CASE t.coding WHEN 'ranks'"
	"   THEN substr(t.answers, c.position, c.width) END"
	"  FROM told t JOIN code c ON c.question = t.name WHERE"
	"  t.state = 'answered' AND CASE t.coding"
	"   WHEN 'ranks' THEN substr(t.answers, c.position, 1) <> '-'"
	"   WHEN 'choice' THEN substr(t.answers, c.position, c.width)"
	"    = c.symbol"
	"   WHEN 'flags' THEN substr(t.answers, c.position, 1) = '1' END;";

/* ---- the view response_wide ---- */

/* A choice name for the symbol, in a case of its own or from code. */
static void
wide_choice(sqlite3_str *s, const struct form *form, const struct question *q,
	    const struct field *f)
{
	size_t i;

	if (f->width > 1 || form->n_questions > MAX_SPELLED_OUT) {
		sqlite3_str_appendf(
			s,
			"(SELECT c.name FROM code c WHERE c.question = %Q AND "
			"c.symbol = substr(answers, %d, %d))",
			q->name, (int)f->at + 1, (int)f->width);
		return;
	}
	sqlite3_str_appendf(s, "CASE substr(answers, %d, 1)", (int)f->at + 1);
	for (i = 0; i < q->list->n; i++) {
		char symbol[2];

		layout_symbol(i, q->list->n, symbol);
		sqlite3_str_appendf(s, " WHEN '%c' THEN %Q", symbol[0],
				    q->list->choice[i].name);
	}
	sqlite3_str_appendall(s, " END");
}

/* Names of what was ticked, or in the order of the ranks. */
static void
wide_names(sqlite3_str *s, const struct question *q, const struct field *f)
{
	bool ranks = f->coding == CODING_RANKS;

	/* SQLite does not look outside a subquery in its ORDER BY */
	sqlite3_str_appendf(
		s,
		"(SELECT group_concat(name, ' ') FROM (SELECT c.name, c.n, "
		"substr(answers, c.position, c.width) AS mark FROM code c "
		"WHERE c.question = %Q AND mark %s ORDER BY %s))",
		q->name,
		ranks ? "NOT IN ('-', '--', '.', '..', '~', '~~')" : "= '1'",
		ranks ? "mark" : "n");
}

static void
wide_value(sqlite3_str *s, const struct form *form, const struct question *q,
	   const struct field *f)
{
	const char *number = "json_extract(numbers, '$.\"%w\"')";

	switch (f->coding) {
	case CODING_CHOICE: wide_choice(s, form, q, f); break;
	case CODING_FLAGS:
	case CODING_RANKS: wide_names(s, q, f); break;
	case CODING_NUMBER: sqlite3_str_appendf(s, number, q->name); break;
	case CODING_DATE:
		sqlite3_str_appendall(s, "date(86400 * ");
		sqlite3_str_appendf(s, number, q->name);
		sqlite3_str_appendall(s, ", 'unixepoch')");
		break;
	default:
		sqlite3_str_appendf(s,
				    "nullif(nullif(nullif(substr(answers, "
				    "%d, 1), '.'), '~'), '-')",
				    (int)f->at + 1);
		break;
	}
}

static bool
make_wide(sqlite3 *db, const struct form *form, const struct layout *layout)
{
	sqlite3_str *s = sqlite3_str_new(db);
	size_t i, columns = 1;
	char *view;
	bool good;

	sqlite3_str_appendall(s, "CREATE VIEW response_wide AS SELECT id");
	for (i = 0; i < form->n_questions; i++) {
		const struct question *q = &form->question[i];

		if (layout->field[i].coding == CODING_NOTHING ||
		    columns++ >= MAX_VIEW_COLUMNS)
			continue;
		sqlite3_str_appendall(s, ", ");
		wide_value(s, form, q, &layout->field[i]);
		sqlite3_str_appendf(s, " AS \"%w\"", q->name);
	}
	sqlite3_str_appendall(s, " FROM response");
	view = sqlite3_str_finish(s);
	good = view && sqlite3_exec(db, view, NULL, NULL, NULL) == 0;
	sqlite3_free(view);
	return good;
}

bool
results_make_views(sqlite3 *db, const struct form *form,
		   const struct layout *layout)
{
	return sqlite3_exec(db, make_answer, NULL, NULL, NULL) == SQLITE_OK &&
		make_wide(db, form, layout);
}
