#include "analysis/command/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "questions/bank.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "questions/timing.h"
#include "questions/xlsform.h"

enum { MOST_BYTES = 64 << 20 };

const struct bank_file *
load_ours(const char *name, const char *suffix)
{
	struct text full = TEXT_INIT;
	const struct bank_file *file;

	text_addf(&full, "%s%s", name, suffix);
	file = bank_find(text_get(&full));
	text_release(&full);
	return file;
}

static const char *
bytes_of(const struct bank_file *file)
{
	return file ? (const char *)file->data : NULL;
}

static size_t
size_of(const struct bank_file *file)
{
	return file ? file->size : 0;
}

/* questionnaire.json, as export writes it. */
static struct book *
read_json(const char *path, struct error *err)
{
	struct book *book;
	size_t n;
	char *json = file_read(path, MOST_BYTES, &n, err);

	book = json ? instrument_read(json, n, path, err) : NULL;
	free(json);
	return book;
}

static bool
ends_in(const char *path, const char *suffix)
{
	size_t n = strlen(path), m = strlen(suffix);

	return n > m && strcmp(path + n - m, suffix) == 0;
}

static bool
is_json(const char *path)
{
	return ends_in(path, ".json");
}

static bool
is_bare(const char *name)
{
	return !strpbrk(name, "./");
}

/* A file comes first. */
static const struct bank_file *
ours_by_name(const char *form)
{
	return is_bare(form) && access(form, F_OK) != 0
		? load_ours(form, ".csv")
		: NULL;
}

bool
loaded_is_ours(const char *form)
{
	return ours_by_name(form) != NULL;
}

bool
names_form(const char *form)
{
	return is_json(form) || ends_in(form, ".csv") || ours_by_name(form);
}

static struct book *
read_book(const char *form, struct problems *problems, struct error *err)
{
	const struct bank_file *csv, *topics, *wrong;
	struct text name = TEXT_INIT;
	struct book *book;

	if (is_json(form))
		return read_json(form, err);
	csv = ours_by_name(form);
	if (!csv && is_bare(form) && access(form, F_OK) != 0) {
		error_set(err,
			  "%s is no file here and none of our "
			  "questionnaires; conduct bank lists those",
			  form);
		return NULL;
	}
	if (!csv)
		return book_load(form, problems, err);
	topics = load_ours(form, ".topics.csv");
	wrong = load_ours(form, ".misconceptions.csv");
	text_addf(&name, "%s.csv", form);
	book = book_parse(text_get(&name), bytes_of(csv), csv->size,
			  bytes_of(topics), size_of(topics), bytes_of(wrong),
			  size_of(wrong), problems, err);
	text_release(&name);
	return book;
}

/* A wave or a results file would else be read as a very odd CSV. */
static bool
is_database(const char *path, struct error *err)
{
	char head[16] = "";
	struct stat st;
	FILE *f = NULL;

	/* to look into a pipe is to take from it */
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		f = fopen(path, "rb");
	if (!f)
		return false;
	if (fread(head, 1, sizeof(head), f) < sizeof(head))
		head[0] = '\0';
	fclose(f);
	if (memcmp(head, "SQLite format 3", sizeof(head)) != 0)
		return false;
	error_set(err,
		  "%s is no questionnaire but a wave, or results; name the "
		  "CSV file, or one of ours (conduct bank)",
		  path);
	return true;
}

bool
loaded_read(struct loaded *l, const char *form, struct error *err)
{
	*l = (struct loaded){NULL, NULL, PROBLEMS_INIT};
	if (is_database(form, err))
		return false;
	l->book = read_book(form, &l->problems, err);
	if (!l->book)
		return false;
	l->form = xlsform_build(l->book, &l->problems);
	problems_sort(&l->problems);
	return true;
}

int
loaded_fail(const struct loaded *l, const char *form)
{
	const struct problems *p = &l->problems;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->list[i].severity == SEVERITY_ERROR)
			fprintf(stderr, "%s: %s\n", p->list[i].where,
				p->list[i].text);
	fprintf(stderr,
		"conduct: %s cannot be used: %zu error%s; mend %s "
		"first (conduct check %s lists all)\n",
		form, p->errors, plural(p->errors),
		p->errors == 1 ? "it" : "them", form);
	return EXIT_FAILED;
}

void
loaded_release(struct loaded *l)
{
	form_free(l->form);
	book_free(l->book);
	problems_release(&l->problems);
	*l = (struct loaded){NULL, NULL, PROBLEMS_INIT};
}

size_t
count_questions(const struct form *form)
{
	size_t i, n = 0;

	for (i = 0; i < form->n_questions; i++)
		n += question_is_asked(&form->question[i]) &&
			form->question[i].type != TYPE_NOTE;
	return n;
}

size_t
count_scored(const struct form *form)
{
	size_t i, n = 0;

	for (i = 0; i < form->n_questions; i++)
		n += form->question[i].scored;
	return n;
}

char *
form_minutes_text(const struct form *form)
{
	double minutes = form_minutes(form, form->default_language);
	long whole = minutes < 1 ? 1 : lround(minutes);
	struct text t = TEXT_INIT;

	text_addf(&t, "%ld minute%s", whole, plural((size_t)whole));
	return text_take(&t);
}

char *
form_summary(const struct form *form)
{
	size_t questions = count_questions(form);
	char *minutes = form_minutes_text(form);
	struct text t = TEXT_INIT;

	text_addf(&t, "%zu question%s, %zu scored, about %s", questions,
		  plural(questions), count_scored(form), minutes);
	free(minutes);
	return text_take(&t);
}
