/*
 * conduct-survey: asks one person after the other, or one.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "questions/instrument.h"
#include "survey/environment.h"
#include "survey/options.h"
#include "survey/parent.h"
#include "survey/preview.h"
#include "survey/run.h"

/* ---- the process ---- */

/* Nothing of what is typed may end up in a file of somebody else's. */
static void
keep_to_ourselves(void)
{
	const struct rlimit none = {0, 0};

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* Only this category: numbers keep their decimal point. */
static void
use_utf8(void)
{
	if (!setlocale(LC_CTYPE, "") ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

/* ---- front ends ---- */

static bool at_kiosk;

static struct front *
plain_lines(void)
{
	front_interrupt(!at_kiosk);
	return line_front(STDIN_FILENO, STDOUT_FILENO);
}

static struct front *
full_screen(void)
{
	struct front *front = NULL;

	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		front = tui_front();
	if (front)
		front_interrupt(false);
	return front;
}

static bool
is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value && strcmp(value, "0") != 0;
}

static bool
wants_lines(const struct options *o)
{
	const char *terminal = getenv("TERM");

	return o->line || is_set("CONDUCT_ACCESSIBLE") ||
		is_set("ACCESSIBLE") || !terminal || !*terminal ||
		strcmp(terminal, "dumb") == 0;
}

static void
choose_front(struct run *run, const struct options *o)
{
	run->front = wants_lines(o) ? NULL : full_screen();
	run->same = run->front ? full_screen : plain_lines;
	run->other = run->front ? plain_lines : full_screen;
	if (!run->front)
		run->front = plain_lines();
}

/* ---- what is asked ---- */

/* Nothing of a wave is needed but what it asks. */
static struct form *
load_preview(const char *file, struct error *err)
{
	struct store *store;
	struct form *form = preview_load(file, &store, err);

	store_close_file(store);
	return form;
}

/* The form of the wave, whose store is kept open; or of a preview's file. */
static struct form *
load_form(const struct options *o, struct store **store, struct error *err)
{
	const struct wave *wave;

	if (o->preview)
		return load_preview(o->file, err);
	if (!store_open(store, o->file, STORE_ASK, err))
		return NULL;
	wave = store_wave(*store);
	if (wave->closed) {
		error_set(err,
			  "%s: this survey has closed; answers can no "
			  "longer be sent",
			  o->file);
		return NULL;
	}
	return instrument_form(wave->instrument, wave->instrument_bytes,
			       o->file, err);
}

/* FORM_NONE where the person chooses. */
static bool
find_language(const struct form *form, const char *wanted, size_t *language)
{
	*language = wanted ? form_find_language(form, wanted) : FORM_NONE;
	return !wanted || *language != FORM_NONE;
}

static int
no_such_language(const struct form *form, const char *wanted)
{
	struct text t = TEXT_INIT;
	size_t i;
	int code;

	text_add(&t, wanted);
	for (i = 0; i < form->n_languages && *form->language[i]; i++)
		text_addf(&t, "%s%s", i > 0 ? ", " : "; it has ",
			  form->language[i]);
	code = options_wrong("the survey has no language ", text_get(&t));
	text_release(&t);
	return code;
}

/* ---- asking ---- */

/* A questionnaire's problems have been printed already. */
static int
fail(const struct error *err)
{
	if (error_is_set(err))
		fprintf(stderr, "conduct-survey: %s\n", err->text);
	return EXIT_NOT_KEPT;
}

static void
begin_idle(const struct options *o)
{
	int warning = FRONT_STILL_THERE / 1000;

	front_set_idle(o->idle > 0 ? o->idle * 60 - warning : 0);
	if (o->kiosk)
		front_expect_nobody();
}

/* Each person starts in the front end that the terminal can do best. */
static int
ask_person(struct run *run, const struct options *o, struct parent_note *note)
{
	int code;

	begin_idle(o);
	note->showing = true;
	words_tell(note->language);
	choose_front(run, o);
	code = run_person(run);
	run->front->end(run->front);
	note->showing = false;
	note->again = o->kiosk && !front_signal() && code != EXIT_INPUT_ENDED &&
		!(run->store && store_wave(run->store)->closed);
	return code;
}

static int
ask(void *ctx, struct parent_note *note)
{
	const struct options *o = ctx;
	struct error err = ERROR_INIT;
	struct store *store = NULL;
	struct form *form;
	struct run run;
	int code;

	form = seal_init(&err) ? load_form(o, &store, &err) : NULL;
	run = (struct run){.store = store, .form = form, .kiosk = o->kiosk};
	if (!form)
		code = fail(&err);
	else if (!find_language(form, o->language, &run.language))
		code = no_such_language(form, o->language);
	else
		code = ask_person(&run, o, note);
	form_free(form);
	store_close_file(store);
	return code;
}

static void
print_form(const struct options *o, const struct form *form,
	   const struct wave *wave, size_t language, struct text *out)
{
	struct paper_layout layout = o->layout;

	if (wave)
		layout.min_group = wave->min_group;
	switch (o->print) {
	case PRINT_TEXT:
		preview_text(form, language, wave, &o->size, out);
		break;
	case PRINT_PAPER: paper_print(form, language, &layout, out); break;
	default: paper_csv(form, &layout, out);
	}
}

/* A preview that is printed. */
static int
look(const struct options *o)
{
	struct error err = ERROR_INIT;
	struct text t = TEXT_INIT;
	struct store *store = NULL;
	struct form *form =
		seal_init(&err) ? preview_load(o->file, &store, &err) : NULL;
	size_t language = FORM_NONE;
	int code = EXIT_SENT;

	if (!form) {
		code = fail(&err);
	} else if (!find_language(form, o->language, &language)) {
		code = no_such_language(form, o->language);
	} else {
		if (language == FORM_NONE)
			language = form->default_language;
		print_form(o, form, store ? store_wave(store) : NULL, language,
			   &t);
		if (fputs(text_get(&t), stdout) < 0 || fflush(stdout) != 0)
			code = EXIT_NOT_KEPT;
	}
	text_release(&t);
	form_free(form);
	store_close_file(store);
	return code;
}

int
main(int argc, char **argv)
{
	struct options o;
	int code = options_take(argc, argv, &o);

	if (code >= 0)
		return code;
	keep_to_ourselves();
	environment_clean();
	use_utf8();
	at_kiosk = o.kiosk;
	if (o.print != PRINT_NONE)
		return look(&o);
	return parent_run(ask, &o, o.kiosk);
}
