/*
 * conduct-survey: asks one person after the other, or one.
 */
#include <dlfcn.h>
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "questions/instrument.h"
#include "survey/environment.h"
#include "survey/paper.h"
#include "survey/parent.h"
#include "survey/preview.h"
#include "survey/run.h"
#include "survey/tui/theme.h"

static const char version[] = "0.1";

static const char usage[] =
	"conduct-survey [--kiosk] [--line] [--language L] [--idle MINUTES]\n"
	"               [--theme T] WAVE\n"
	"conduct-survey --preview [--line] [--language L] FORM\n"
	"conduct-survey --preview --text [--size COLUMNSxROWS] [--language L] "
	"FORM\n"
	"conduct-survey --preview --paper [--width N] [--lines N] [--seed N]\n"
	"               [--language L] FORM\n"
	"conduct-survey --preview --csv [--seed N] FORM\n"
	"\n"
	"Asks the questions of a survey and sends the answers, sealed.\n"
	"\n"
	"      --kiosk       go back to the start page after each person\n"
	"      --line        plain lines, for screen readers and pipes\n"
	"      --language L  ask in this language, for example cy\n"
	"      --idle MINUTES  leave after so many without a key; 0: never\n"
	"                    (20; at a kiosk 10)\n"
	"      --theme T     high: white on black, yellow; or default\n"
	"      --preview     walk through a questionnaire, or what a wave asks;\n"
	"                    nothing is kept\n"
	"      --text        print every page as plain text instead\n"
	"      --size COLUMNSxROWS  as a screen of that size shows it (80x24)\n"
	"      --paper       print it to be filled in on paper\n"
	"      --width N     characters in a line of it (60)\n"
	"      --lines N     lines on a page of it (66)\n"
	"      --seed N      another draw of what is drawn at random (1)\n"
	"      --csv         print the first row of the file into which the\n"
	"                    papers are typed for conduct import\n"
	"  -h, --help        this text\n"
	"      --version     the program's version\n";

struct options {
	bool kiosk, line, preview;
	/* of a preview: what is printed, 't', 'p' or 'c'; 0: it is asked */
	int print;
	struct preview_size size;
	struct paper_layout layout; /* 0 where nothing was said */
	const char *language, *file;
	int idle; /* minutes; 0: never */
};

/* Two of them ask whether somebody is there. */
enum { IDLE_LEAST = 3, IDLE_MOST = 1440, IDLE_KIOSK = 10, IDLE_ELSE = 20 };

/* ---- options ---- */

static int
wrong_use(const char *problem, const char *what)
{
	fprintf(stderr, "conduct-survey: %s%s\nTry: conduct-survey --help\n",
		problem, what);
	return EXIT_WRONG_USE;
}

/* "10"; false where that is no time to wait. */
static bool
take_minutes(const char *typed, int *minutes)
{
	char *end;
	long n = strtol(typed, &end, 10);

	*minutes = (int)n;
	return *typed >= '0' && *typed <= '9' && *end == '\0' &&
		(n == 0 || (n >= IDLE_LEAST && n <= IDLE_MOST));
}

/* What follows an option, but is missing. */
static int
without_value(const char *option)
{
	const char *what = "say which language after ";

	if (strcmp(option, "--width") == 0 || strcmp(option, "--lines") == 0 ||
	    strcmp(option, "--seed") == 0)
		what = "say a number after ";
	if (strcmp(option, "--size") == 0)
		what = "say columns and rows, as in 80x24, after ";
	if (strcmp(option, "--idle") == 0)
		what = "say how many minutes after ";
	if (strcmp(option, "--theme") == 0)
		what = "say high or default after ";
	return wrong_use(what, option);
}

/* -1: go on. */
static int
take_size(const char *typed, struct preview_size *size)
{
	struct error err = ERROR_INIT;

	return preview_size(typed, size, &err) ? -1 : wrong_use(err.text, "");
}

/* A number that an option of the paper takes; 0: it is none of them. */
static int
take_layout(int option, const char *typed, struct paper_layout *layout)
{
	static const struct {
		int option;
		unsigned long least, most;
		const char *wants;
	} all[] = {
		{'w', PAPER_LEAST_WIDTH, PAPER_MOST_WIDTH,
		 "--width takes 40 to 200 characters, not "},
		{'n', PAPER_LEAST_LINES, PAPER_MOST_LINES,
		 "--lines takes 20 to 500 lines, not "},
		{'s', 1, 1000000, "--seed takes a number from 1, not "},
	};
	unsigned long n = strtoul(typed, NULL, 10);
	size_t i = 0;

	while (all[i].option != option)
		i++;
	if (strspn(typed, "0123456789") != strlen(typed) || n < all[i].least ||
	    n > all[i].most)
		return wrong_use(all[i].wants, typed);
	switch (option) {
	case 'w': layout->width = n; break;
	case 'n': layout->lines = n; break;
	default: layout->seed = (uint32_t)n;
	}
	return -1;
}

/* Is what belongs to one thing that is printed asked of another? */
static const char *
misplaced(const struct options *o)
{
	bool on_paper = o->layout.width > 0 || o->layout.lines > 0;

	if (!o->preview &&
	    (o->print || o->size.rows > 0 || on_paper || o->layout.seed > 0))
		return "--text, --paper, --csv and what goes with them need "
		       "--preview";
	if (o->size.rows > 0 && o->print != 't')
		return "--size goes with --text";
	if (on_paper && o->print != 'p')
		return "--width and --lines go with --paper";
	if (o->layout.seed > 0 && o->print != 'p' && o->print != 'c')
		return "--seed goes with --paper and --csv";
	return NULL;
}

/* What goes together, and one file. */
static int
finish_options(int argc, char **argv, struct options *o)
{
	if (optind + 1 != argc)
		return wrong_use(optind < argc	      ? "one wave at a time"
					 : o->preview ? "name the "
							"questionnaire to "
							"look at"
						      : "name the wave to "
							"answer",
				 "");
	if (misplaced(o))
		return wrong_use(misplaced(o), "");
	if (o->size.rows == 0)
		o->size = (struct preview_size){80, 24};
	if (o->layout.width == 0)
		o->layout.width = 60;
	if (o->layout.lines == 0)
		o->layout.lines = 66;
	if (o->layout.seed == 0)
		o->layout.seed = 1;
	o->file = argv[optind];
	if (o->idle < 0)
		o->idle = o->kiosk ? IDLE_KIOSK : IDLE_ELSE;
	return -1;
}

/* -1: go on; otherwise the exit code. */
static int
take_options(int argc, char **argv, struct options *o)
{
	const struct option known[] = {
		{"kiosk", no_argument, NULL, 'k'},
		{"line", no_argument, NULL, 'l'},
		{"language", required_argument, NULL, 'L'},
		{"idle", required_argument, NULL, 'i'},
		{"theme", required_argument, NULL, 't'},
		{"preview", no_argument, NULL, 'p'},
		{"text", no_argument, &o->print, 't'},
		{"paper", no_argument, &o->print, 'p'},
		{"csv", no_argument, &o->print, 'c'},
		{"width", required_argument, NULL, 'w'},
		{"lines", required_argument, NULL, 'n'},
		{"seed", required_argument, NULL, 's'},
		{"size", required_argument, NULL, 'z'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{NULL, 0, NULL, 0},
	};
	int c;

	o->idle = -1;
	while ((c = getopt_long(argc, argv, ":h", known, NULL)) != -1)
		switch (c) {
		case 'k': o->kiosk = true; break;
		case 'l': o->line = true; break;
		case 'L': o->language = optarg; break;
		case 'i':
			if (take_minutes(optarg, &o->idle))
				break;
			return wrong_use("--idle takes 0 or 3 to 1440 minutes, "
					 "not ",
					 optarg);
		case 't':
			if (theme_choose(optarg))
				break;
			return wrong_use("--theme takes high or default, not ",
					 optarg);
		case 'p': o->preview = true; break;
		case 0: break;
		case 'z':
			if (take_size(optarg, &o->size) >= 0)
				return EXIT_WRONG_USE;
			break;
		case 'w':
		case 'n':
		case 's':
			if (take_layout(c, optarg, &o->layout) >= 0)
				return EXIT_WRONG_USE;
			break;
		case 'h': fputs(usage, stdout); return EXIT_SUCCESS;
		case 'v':
			printf("conduct-survey %s\n", version);
			return EXIT_SUCCESS;
		case ':': return without_value(argv[optind - 1]);
		default:
			return wrong_use("there is no option ",
					 argv[optind - 1]);
		}
	return finish_options(argc, argv, o);
}

/* ---- memory ---- */

/*
 * This program's own free and realloc, for the libraries too: no answer stays
 * in memory that was given back, whoever had it. They are here, and not in
 * the archive, because `conduct` keeps nobody's answers and has no time for
 * it. A sanitiser has its own.
 */
#if defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#if !SANITIZED

static void (*real_free)(void *);

/* Looking for the real one frees nothing, or what it frees is lost. */
static void
find_free(void)
{
	static bool looking;

	if (looking)
		return;
	looking = true;
	*(void **)&real_free = dlsym(RTLD_NEXT, "free");
	looking = false;
}

void
free(void *p)
{
	if (!p)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	if (!real_free)
		find_free();
	if (real_free)
		real_free(p);
}

void *
realloc(void *p, size_t bytes)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *grown;

	/* One that shrinks stays as it is. */
	if (p && bytes > 0 && bytes <= before)
		return p;
	grown = malloc(bytes > 0 ? bytes : 1);
	if (grown && p)
		memcpy(grown, p, before < bytes ? before : bytes);
	if (grown)
		free(p);
	return grown;
}

#endif

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
	*language = wanted ? run_language(form, wanted) : FORM_NONE;
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
	code = wrong_use("the survey has no language ", text_get(&t));
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
	case 't': preview_text(form, language, wave, &o->size, out); break;
	case 'p': paper_print(form, language, &layout, out); break;
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
	struct options o = {0};
	int code = take_options(argc, argv, &o);

	if (code >= 0)
		return code;
	keep_to_ourselves();
	environment_clean();
	use_utf8();
	at_kiosk = o.kiosk;
	if (o.print)
		return look(&o);
	return parent_run(ask, &o, o.kiosk);
}
