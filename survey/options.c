#include "survey/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Two of them ask whether somebody is there. */
enum { IDLE_LEAST = 3, IDLE_MOST = 1440, IDLE_KIOSK = 10, IDLE_ELSE = 20 };

int
options_wrong(const char *problem, const char *what)
{
	fprintf(stderr, "conduct-survey: %s%s\nTry: conduct-survey --help\n",
		problem, what);
	return EXIT_WRONG_USE;
}

/* ---- values ---- */

static bool
take_number(const char *typed, size_t least, size_t most, size_t *n)
{
	*n = strtoul(typed, NULL, 10);
	return strspn(typed, "0123456789") == strlen(typed) && *n >= least &&
		*n <= most;
}

/* Those of a width, a length and a draw; -1: go on. */
static int
take_layout(int option, const char *typed, struct paper_layout *layout)
{
	static const struct {
		int option;
		size_t least, most;
		const char *wants;
	} all[] = {
		{'w', PAPER_LEAST_WIDTH, PAPER_MOST_WIDTH,
		 "--width takes 40 to 200 characters, not "},
		{'n', PAPER_LEAST_LINES, PAPER_MOST_LINES,
		 "--lines takes 20 to 500 lines, not "},
		{'s', 1, 1000000, "--seed takes a number from 1, not "},
	};
	size_t i = 0, n;

	while (all[i].option != option)
		i++;
	if (!take_number(typed, all[i].least, all[i].most, &n))
		return options_wrong(all[i].wants, typed);
	switch (option) {
	case 'w': layout->width = n; break;
	case 'n': layout->lines = n; break;
	default: layout->seed = (uint32_t)n;
	}
	return -1;
}

static int
take_idle(const char *typed, int *minutes)
{
	size_t n;

	if (*typed == '\0' || !take_number(typed, 0, IDLE_MOST, &n) ||
	    (n > 0 && n < IDLE_LEAST))
		return options_wrong("--idle takes 0 or 3 to 1440 minutes, "
				     "not ",
				     typed);
	*minutes = (int)n;
	return -1;
}

static int
take_theme(const char *typed)
{
	return theme_choose(typed)
		? -1
		: options_wrong("--theme takes high or default, not ", typed);
}

static int
take_size(const char *typed, struct preview_size *size)
{
	struct error err = ERROR_INIT;

	return preview_size(typed, size, &err) ? -1
					       : options_wrong(err.text, "");
}

/* What should follow an option, but is missing. */
static int
without_value(int option, const char *typed)
{
	const char *what;

	switch (option) {
	case 'w':
	case 'n':
	case 's': what = "say a number after "; break;
	case 'z': what = "say columns and rows, as in 80x24, after "; break;
	case 'i': what = "say how many minutes after "; break;
	case 't': what = "say high or default after "; break;
	default: what = "say which language after ";
	}
	return options_wrong(what, typed);
}

/* ---- what goes together ---- */

/* Is what belongs to one thing that is printed asked of another? NULL: no. */
static const char *
misplaced(const struct options *o)
{
	bool on_paper = o->layout.width > 0 || o->layout.lines > 0;

	if (!o->preview &&
	    (o->print != PRINT_NONE || o->size.rows > 0 || on_paper ||
	     o->layout.seed > 0))
		return "--text, --paper, --csv and what goes with them need "
		       "--preview";
	if (o->size.rows > 0 && o->print != PRINT_TEXT)
		return "--size goes with --text";
	if (on_paper && o->print != PRINT_PAPER)
		return "--width and --lines go with --paper";
	if (o->layout.seed > 0 && o->print != PRINT_PAPER &&
	    o->print != PRINT_CSV)
		return "--seed goes with --paper and --csv";
	return NULL;
}

static void
complete(struct options *o)
{
	if (o->size.rows == 0)
		o->size = (struct preview_size){80, 24};
	if (o->layout.width == 0)
		o->layout.width = 60;
	if (o->layout.lines == 0)
		o->layout.lines = 66;
	if (o->layout.seed == 0)
		o->layout.seed = 1;
	if (o->idle < 0)
		o->idle = o->kiosk ? IDLE_KIOSK : IDLE_ELSE;
}

/* One file, and what goes together. */
static int
finish(int argc, char **argv, struct options *o)
{
	const char *missing = o->preview ? "name the questionnaire to look at"
					 : "name the wave to answer";

	if (optind == argc)
		return options_wrong(missing, "");
	if (optind + 1 < argc)
		return options_wrong("one wave at a time", "");
	if (misplaced(o) != NULL)
		return options_wrong(misplaced(o), "");
	o->file = argv[optind];
	complete(o);
	return -1;
}

/* ---- options ---- */

static int
take(int option, struct options *o, const char *typed)
{
	switch (option) {
	case 0: return -1;
	case 'k': o->kiosk = true; return -1;
	case 'l': o->line = true; return -1;
	case 'p': o->preview = true; return -1;
	case 'L': o->language = optarg; return -1;
	case 'i': return take_idle(optarg, &o->idle);
	case 't': return take_theme(optarg);
	case 'z': return take_size(optarg, &o->size);
	case 'w':
	case 'n':
	case 's': return take_layout(option, optarg, &o->layout);
	case 'h': fputs(usage, stdout); return EXIT_SUCCESS;
	case 'v': printf("conduct-survey %s\n", version); return EXIT_SUCCESS;
	case ':': return without_value(optopt, typed);
	default: return options_wrong("there is no option ", typed);
	}
}

int
options_take(int argc, char **argv, struct options *o)
{
	const struct option known[] = {
		{"kiosk", no_argument, NULL, 'k'},
		{"line", no_argument, NULL, 'l'},
		{"language", required_argument, NULL, 'L'},
		{"idle", required_argument, NULL, 'i'},
		{"theme", required_argument, NULL, 't'},
		{"preview", no_argument, NULL, 'p'},
		{"text", no_argument, &o->print, PRINT_TEXT},
		{"paper", no_argument, &o->print, PRINT_PAPER},
		{"csv", no_argument, &o->print, PRINT_CSV},
		{"width", required_argument, NULL, 'w'},
		{"lines", required_argument, NULL, 'n'},
		{"seed", required_argument, NULL, 's'},
		{"size", required_argument, NULL, 'z'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{NULL, 0, NULL, 0},
	};
	int c, code = -1;

	*o = (struct options){.idle = -1};
	while (code < 0 &&
	       (c = getopt_long(argc, argv, ":h", known, NULL)) != -1)
		code = take(c, o, argv[optind - 1]);
	return code < 0 ? finish(argc, argv, o) : code;
}
