#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/command/command.h"
#include "analysis/command/dates.h"
#include "analysis/command/languages.h"
#include "analysis/command/load.h"
#include "analysis/command/passphrase.h"
#include "analysis/command/plan.h"
#include "analysis/command/slips.h"
#include "analysis/data/key.h"
#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/instrument.h"
#include "questions/lint.h"
#include "questions/response.h"
#include "questions/value.h"
#include "questions/xlsform.h"
#include "survey/store.h"

enum {
	FEWEST_STAFF = 10,
	FULL_FROM = 500,
	MOST = 1000000, /* staff, codes, slots */
	MIN_GROUP = 10,
	MIN_GROUP_FLOOR = 5,
	SPARE_SLOTS = 50,
	NOTICE_BYTES = 16384
};

enum {
	STAFF,
	CLOSES,
	CODES,
	CAPACITY,
	MIN_GROUP_OPTION,
	PILOT,
	UNCONFIRMED,
	OUTPUT,
	FULL,
	STANDARD,
	KEEP,
	LEAVE_OUT,
	LANGUAGES,
	PASSPHRASE,
	CONTACT,
	ORGANISATION,
	DPO,
	PURPOSE,
	AGREED_WITH,
	LAWFUL_BASIS,
	KEPT_UNTIL,
	RESULTS_ON,
	NOTICE,
	N_OPTIONS
};

static const struct option_spec spec[N_OPTIONS] = {
	[STAFF] = {"staff", 0, "N"},
	[CLOSES] = {"closes", 0, "DATE"},
	[CODES] = {"codes", 0, "N"},
	[CAPACITY] = {"capacity", 0, "N"},
	[MIN_GROUP_OPTION] = {"min-group", 0, "K"},
	[PILOT] = {"pilot", 0, NULL},
	[UNCONFIRMED] = {"with-unconfirmed", 0, NULL},
	[OUTPUT] = {"output", 'o', "NAME"},
	[FULL] = {"full", 0, NULL},
	[STANDARD] = {"standard", 0, NULL},
	[KEEP] = {"keep", 0, "NAMES"},
	[LEAVE_OUT] = {"leave-out", 0, "NAMES"},
	[LANGUAGES] = {"languages", 0, "LIST"},
	[PASSPHRASE] = {"passphrase", 0, NULL},
	[CONTACT] = {"contact", 0, "TEXT"},
	[ORGANISATION] = {"organisation", 0, "TEXT"},
	[DPO] = {"dpo", 0, "TEXT"},
	[PURPOSE] = {"purpose", 0, "TEXT"},
	[AGREED_WITH] = {"agreed-with", 0, "TEXT"},
	[LAWFUL_BASIS] = {"lawful-basis", 0, "TEXT"},
	[KEPT_UNTIL] = {"kept-until", 0, "DATE"},
	[RESULTS_ON] = {"results-on", 0, "DATE"},
	[NOTICE] = {"notice", 0, "FILE"},
};

/* Options that fill a setting of the questionnaire as they are. */
static const struct {
	int option;
	const char *setting;
} settings[] = {
	{CONTACT, "kq_contact"},
	{ORGANISATION, "kq_organisation"},
	{DPO, "kq_dpo"},
	{PURPOSE, "kq_purpose"},
	{AGREED_WITH, "kq_agreed_with"},
	{LAWFUL_BASIS, "kq_lawful_basis"},
	{KEPT_UNTIL, "kq_kept_until"},
	{RESULTS_ON, "kq_results_on"},
};

/* One run of the command. */
struct opening {
	struct options o;
	const char *source; /* the questionnaire's file or name */
	char *wave_path, *key_path, *slips_path, *drafts_path;
	struct plan_rules rules;
	uint64_t codes, capacity;

	struct loaded loaded; /* as its author wrote it */
	enum plan_reason *reason;
	bool *language;	   /* by language: is it asked? */
	struct book *book; /* as it will be asked */
	struct form *form;

	struct key key;
	struct wave wave;
	char *instrument;
	struct form *asked; /* the instrument, read back */
	struct slips slips;
	char *passphrase;
};

/* ---- options ---- */

static bool
take_number(const struct options *o, int option, uint64_t from, uint64_t *out)
{
	return !o->value[option] ||
		option_number(&command_open, spec[option].name,
			      o->value[option], from, MOST, out);
}

static int
take_staff(struct opening *op)
{
	uint64_t staff = 0, k;

	if (!op->o.value[STAFF])
		return command_use(&command_open,
				   "--staff N is missing: how "
				   "many people are invited?");
	/* one digit: under ten, and worth more than "from 10 to" */
	if (isdigit((unsigned char)op->o.value[STAFF][0]) &&
	    !op->o.value[STAFF][1])
		return command_use(&command_open,
				   "%s staff are too few: with under %d "
				   "nothing can be told without telling on "
				   "people",
				   op->o.value[STAFF], FEWEST_STAFF);
	if (!take_number(&op->o, STAFF, FEWEST_STAFF, &staff))
		return EXIT_USE;
	op->rules.staff = (uint32_t)staff;
	/* of 16, nine are likely to answer: ten would leave nothing */
	k = .6 * (double)staff < MIN_GROUP ? MIN_GROUP_FLOOR : MIN_GROUP;
	if (!take_number(&op->o, MIN_GROUP_OPTION, MIN_GROUP_FLOOR, &k))
		return EXIT_USE;
	op->rules.min_group = (uint32_t)k;
	return EXIT_FINE;
}

static int
take_date(struct opening *op)
{
	const char *closes = op->o.value[CLOSES];
	double days;

	if (!closes)
		return command_use(&command_open,
				   "--closes DATE is missing: "
				   "until when may people answer?");
	if (!date_parse(closes, &days))
		return command_use(&command_open,
				   "--closes takes a date like "
				   "2026-12-14, not '%s'",
				   closes);
	if (days < today())
		return command_use(&command_open,
				   "--closes %s is over; name a "
				   "day to come",
				   closes);
	op->wave.closes = closes;
	return EXIT_FINE;
}

static int
take_capacity(struct opening *op)
{
	const struct options *o = &op->o;

	if (!take_number(o, CODES, 1, &op->codes))
		return EXIT_USE;
	op->capacity = op->codes ? (op->codes * 5 + 3) / 4
				 : (uint64_t)op->rules.staff + SPARE_SLOTS;
	if (!take_number(o, CAPACITY, 1, &op->capacity))
		return EXIT_USE;
	if (op->capacity < op->codes)
		return command_use(&command_open,
				   "--capacity %llu has no room "
				   "for %llu codes",
				   (unsigned long long)op->capacity,
				   (unsigned long long)op->codes);
	return EXIT_FINE;
}

static int
take_source(struct opening *op)
{
	const struct options *o = &op->o;

	if (o->n_rest > 1)
		return command_use(&command_open,
				   "one questionnaire at a "
				   "time, not %zu",
				   o->n_rest);
	if (o->value[FULL] && o->value[STANDARD])
		return command_use(&command_open,
				   "--full or --standard, not "
				   "both");
	if (o->n_rest == 1 && (o->value[FULL] || o->value[STANDARD]))
		return command_use(&command_open,
				   "--full and --standard are "
				   "our own questionnaires; you named %s",
				   o->rest[0]);
	if (o->n_rest == 1)
		op->source = o->rest[0];
	else
		op->source = o->value[FULL] ||
				(!o->value[STANDARD] &&
				 op->rules.staff >= FULL_FROM)
			? "full"
			: "standard";
	return EXIT_FINE;
}

static char *
with_suffix(const char *name, const char *suffix)
{
	struct text t = TEXT_INIT;

	text_addf(&t, "%s%s", name, suffix);
	return text_take(&t);
}

static int
take_names(struct opening *op)
{
	const char *name = op->o.value[OUTPUT] ? op->o.value[OUTPUT] : "survey";
	size_t n = strlen(name);
	char *stem;

	if (n > 5 && strcmp(name + n - 5, ".wave") == 0)
		n -= 5;
	if (n == 0 || name[n - 1] == '/')
		return command_use(&command_open,
				   "-o takes the name of the "
				   "wave, not '%s'",
				   name);
	stem = mem_copy_n(name, n);
	op->wave_path = with_suffix(stem, ".wave");
	op->key_path = key_path_for(op->wave_path);
	op->slips_path = with_suffix(stem, "-slips.txt");
	op->drafts_path = with_suffix(stem, ".drafts");
	free(stem);
	return EXIT_FINE;
}

static int
take_options(struct opening *op)
{
	int (*const steps[])(struct opening *) = {
		take_staff, take_date, take_capacity, take_source, take_names,
	};
	size_t i;
	int code = EXIT_FINE;

	for (i = 0; code == EXIT_FINE && i < sizeof(steps) / sizeof(*steps);
	     i++)
		code = steps[i](op);
	op->rules.keep = op->o.value[KEEP];
	op->rules.leave_out = op->o.value[LEAVE_OUT];
	op->rules.with_unconfirmed = op->o.value[UNCONFIRMED] != NULL;
	return code;
}

/* Nothing that is there is written over. */
static bool
places_free(const struct opening *op, struct error *err)
{
	const char *const paths[] = {
		op->wave_path,
		op->key_path,
		op->drafts_path,
		op->codes ? op->slips_path : NULL,
	};
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (paths[i] && file_exists(paths[i]))
			return error_set(err,
					 "%s exists; give the new wave "
					 "another name with -o",
					 paths[i]);
	return true;
}

/* ---- the questionnaire ---- */

static bool
names_known(const struct opening *op, struct error *err)
{
	char name[FORM_MAX_NAME + 1];

	if (plan_unknown_name(op->loaded.form, op->rules.keep, name) ||
	    plan_unknown_name(op->loaded.form, op->rules.leave_out, name))
		return error_set(err,
				 "%s has no question '%s'; names are "
				 "those of its name column",
				 op->source, name);
	return true;
}

/* A habit may point at an item that is not asked: it is asked all the same. */
static void
forget_items(struct book *book, const struct form *form,
	     const enum plan_reason *reason)
{
	const struct book_sheet *survey = book_sheet(book, "survey");
	size_t i, j;

	for (i = 0; i < survey->n_columns; i++) {
		if (strcmp(survey->column[i].name, "kq_for") != 0)
			continue;
		for (j = 0; j < survey->n_rows; j++) {
			const char **cell = &survey->row[j].cell[i];
			size_t item =
				*cell ? form_find(form, *cell) : FORM_NONE;

			if (item != FORM_NONE && reason[item] != PLAN_ASKED)
				*cell = NULL;
		}
	}
}

static bool
apply_settings(struct opening *op, struct error *err)
{
	const char *notice = op->o.value[NOTICE];
	size_t i, n;
	char *text;

	for (i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		const char *value = op->o.value[settings[i].option];

		if (value && !text_is_utf8(value, strlen(value)))
			return error_set(err, "--%s is not UTF-8",
					 spec[settings[i].option].name);
		if (value)
			book_set(op->book, settings[i].setting, value);
	}
	if (!notice)
		return true;
	text = file_read(notice, NOTICE_BYTES, &n, err);
	if (text && !text_is_utf8(text, n)) {
		free(text);
		return error_set(err, "%s is not UTF-8 text; save it as such",
				 notice);
	}
	if (text)
		book_set(op->book, "kq_notice", text);
	free(text);
	return text != NULL;
}

static bool
is_left(const struct opening *op, size_t question)
{
	const struct question *q = &op->loaded.form->question[question];

	return op->reason[question] == PLAN_ASKED && question_is_asked(q) &&
		q->type != TYPE_NOTE;
}

static bool
any_left(const struct opening *op, struct error *err)
{
	size_t i;

	for (i = 0; i < op->loaded.form->n_questions; i++)
		if (is_left(op, i))
			return true;
	return error_set(err,
			 "no question is left to ask %u staff with a "
			 "minimum group of %u; --min-group or --keep changes "
			 "that",
			 op->rules.staff, op->rules.min_group);
}

static struct book *
leave_out(const struct opening *op)
{
	const struct form *form = op->loaded.form;
	const char **names = mem_new(form->n_questions, sizeof(*names));
	struct book *book;
	size_t i, n = 0;

	for (i = 0; i < form->n_questions; i++)
		if (op->reason[i] != PLAN_ASKED)
			names[n++] = form->question[i].name;
	book = book_without(op->loaded.book, names, n);
	free(names);
	return book;
}

/* What will be asked, as a book and a form. */
static bool
plan_questions(struct opening *op, struct error *err)
{
	struct problems problems = PROBLEMS_INIT;

	if (!names_known(op, err))
		return false;
	op->reason = plan_make(op->loaded.form, &op->rules);
	if (!any_left(op, err))
		return false;
	op->language = languages_choose(op->loaded.form, op->o.value[LANGUAGES],
					loaded_is_ours(op->source), err);
	if (!op->language)
		return false;
	op->book = languages_keep(leave_out(op), op->loaded.form, op->language);
	forget_items(op->book, op->loaded.form, op->reason);
	if (!apply_settings(op, err))
		return false;
	op->form = xlsform_build(op->book, &problems);
	if (!op->form) {
		problems_sort(&problems);
		problems_print(&problems, stderr);
		error_set(err,
			  "%s cannot be asked without what is left out; "
			  "--keep keeps a question",
			  op->source);
	}
	problems_release(&problems);
	return op->form != NULL;
}

/* ---- the files ---- */

static bool
make_wave(struct opening *op, struct error *err)
{
	struct wave *w = &op->wave;

	op->instrument = instrument_write(op->book, INSTRUMENT_WITHOUT_KEY);
	op->asked = instrument_form(op->instrument, strlen(op->instrument),
				    op->wave_path, err);
	if (!op->asked)
		return false;
	w->instrument = op->instrument;
	w->instrument_bytes = strlen(op->instrument);
	seal_random(w->salt, sizeof(w->salt));
	w->capacity = (uint32_t)op->capacity;
	w->box_size = (uint32_t)response_box_size(op->asked, SEAL_OVERHEAD);
	w->draft_size = (uint32_t)response_draft_size(op->asked, w->box_size,
						      DRAFT_OVERHEAD);
	w->staff = op->rules.staff;
	w->codes_issued = (uint32_t)op->codes;
	w->min_group = op->rules.min_group;
	w->pilot = op->o.value[PILOT] != NULL;
	return true;
}

static bool
make_key(struct opening *op, struct error *err)
{
	seal_keypair(op->key.public, op->key.secret);
	memcpy(op->wave.public_key, op->key.public, SEAL_PUBLIC_BYTES);
	op->key.questionnaire = instrument_write(op->book, INSTRUMENT_WITH_KEY);
	op->key.questionnaire_bytes = strlen(op->key.questionnaire);
	if (!op->o.value[PASSPHRASE])
		return true;
	op->passphrase = passphrase_new(err);
	return op->passphrase != NULL;
}

static char *
same_passphrase(void *ctx)
{
	return mem_copy(ctx);
}

/* The key as it is on the disk opens what the wave will hold. */
static bool
prove_key(const struct opening *op, struct error *err)
{
	struct key key;
	bool same;

	if (!key_read(&key, op->key_path, same_passphrase, op->passphrase, err))
		return false;
	same = memcmp(key.public, op->wave.public_key, SEAL_PUBLIC_BYTES) == 0;
	key_release(&key);
	return same ||
		error_set(err,
			  "%s was changed while it was written; "
			  "try again",
			  op->key_path);
}

static bool
write_slips(struct opening *op, struct error *err)
{
	const char *title = op->form->settings.title;
	char *temporary;
	FILE *f = file_begin(op->slips_path, 0600, &temporary, err);

	if (!f)
		return false;
	slips_print(&op->slips, title ? title : "A survey", op->wave.closes, f);
	return file_finish(f, temporary, op->slips_path, err);
}

/* The key first: a wave without one would keep answers nobody can read. */
static bool
write_files(struct opening *op, struct error *err)
{
	if (!key_write(op->key_path, &op->key, op->passphrase, err))
		return false;
	if (op->codes)
		slips_make(&op->slips, op->codes, op->wave.salt);
	if (prove_key(op, err) && (!op->codes || write_slips(op, err)) &&
	    store_create(op->wave_path, &op->wave, op->slips.hash, op->slips.n,
			 err))
		return true;
	unlink(op->key_path);
	if (op->codes)
		unlink(op->slips_path);
	return false;
}

/* ---- what is said ---- */

static void
say_left_out(const struct opening *op, enum plan_reason reason)
{
	const struct form *form = op->loaded.form;
	struct text names = TEXT_INIT;
	char *why;
	size_t i;

	for (i = 0; i < form->n_questions; i++)
		if (op->reason[i] == reason)
			text_addf(&names, "%s%s", names.n ? ", " : "",
				  form->question[i].name);
	if (names.n) {
		why = plan_reason_text(reason, &op->rules);
		printf("Left out %s: %s.\n", text_get(&names), why);
		free(why);
	}
	text_release(&names);
}

static void
say(const struct opening *op)
{
	enum plan_reason reason;
	size_t questions = count_questions(op->form);
	char *minutes = form_minutes_text(op->form), codes[32] = "no codes";

	if (op->codes)
		snprintf(codes, sizeof(codes), "%u code%s", (unsigned)op->codes,
			 plural(op->codes));
	printf("Wrote %s (%zu question%s, about %s, %s) and %s.\n",
	       op->wave_path, questions, plural(questions), minutes, codes,
	       op->key_path);
	free(minutes);
	printf("Copy %s to a second place now: without it nobody can ever "
	       "read the answers.\n",
	       op->key_path);
	languages_say(op->loaded.form, op->language, loaded_is_ours(op->source),
		      !op->o.value[LANGUAGES]);
	for (reason = PLAN_NAMED; reason < PLAN_REASONS; reason++)
		say_left_out(op, reason);
	if (op->codes)
		printf("Print %s, hand the slips out, then delete it: the "
		       "codes are nowhere else.\n",
		       op->slips_path);
	else
		printf("Anybody at the survey can answer, and more than once. "
		       "Slips that work once: --codes N.\n");
	if (op->wave.pilot)
		printf("This is a pilot: everything made from it will say "
		       "made-up data.\n");
}

/* What is unwise in a questionnaire of your own does not stop it. */
static void
warn(const struct opening *op)
{
	struct problems problems = PROBLEMS_INIT;
	size_t i;

	lint(op->loaded.form, op->loaded.book, &problems);
	problems_sort(&problems);
	for (i = 0; i < problems.n; i++)
		if (problems.list[i].severity == SEVERITY_WARNING)
			fprintf(stderr, "%s: warning: %s\n",
				problems.list[i].where, problems.list[i].text);
	problems_release(&problems);
}

/* ---- all of it ---- */

static void
opening_release(struct opening *op)
{
	slips_release(&op->slips);
	passphrase_free(op->passphrase);
	key_release(&op->key);
	form_free(op->asked);
	free(op->instrument);
	form_free(op->form);
	book_free(op->book);
	free(op->reason);
	free(op->language);
	loaded_release(&op->loaded);
	free(op->wave_path);
	free(op->key_path);
	free(op->slips_path);
	free(op->drafts_path);
}

static int
open_wave(struct opening *op)
{
	struct error err = ERROR_INIT;
	int code = take_options(op);

	if (code != EXIT_FINE)
		return code;
	if (!places_free(op, &err) ||
	    !loaded_read(&op->loaded, op->source, &err))
		return command_fail(&err);
	if (!op->loaded.form)
		return loaded_fail(&op->loaded, op->source);
	warn(op);
	if (!plan_questions(op, &err) || !make_wave(op, &err) ||
	    !make_key(op, &err) || !write_files(op, &err))
		return command_fail(&err);
	say(op);
	return EXIT_FINE;
}

static int
run(int argc, char **argv)
{
	struct opening op = {.loaded = {NULL, NULL, PROBLEMS_INIT}};
	int code;

	if (!options_read(&command_open, argc, argv, spec, N_OPTIONS, &op.o,
			  &code))
		return code;
	code = open_wave(&op);
	opening_release(&op);
	return code;
}

const struct command command_open = {
	"open", "open a wave: what staff answer, and the key that reads it",
	"conduct open [FORM] --staff N --closes DATE [options]",
	"Writes NAME.wave, which goes where staff answer, and NAME.key, which "
	"stays with\nyou. FORM is your questionnaire, or one of ours "
	"(conduct bank). Without it: the\nstandard one under 500 staff, the "
	"full one from 500.\n\n"
	"      --staff N           how many people are invited (10 or more)\n"
	"      --closes DATE       the day it closes, like 2026-12-14\n"
	"  -o, --output NAME       NAME.wave and NAME.key (survey)\n"
	"      --codes N           N slips that let one person answer once\n"
	"      --capacity N        room for so many answers\n"
	"      --min-group K       nothing is told about fewer than K people\n"
	"                          (10; 5 or more)\n"
	"      --full, --standard  our questionnaire, whatever N is\n"
	"      --keep NAMES        ask these questions, whatever N is\n"
	"      --leave-out NAMES   do not ask these (names with commas)\n"
	"      --languages LIST    ask in these, like en,cy (all that your "
	"FORM has;\n                          ours in English)\n"
	"      --with-unconfirmed  ask items whose key nobody has confirmed,\n"
	"                          unscored\n"
	"      --passphrase        lock the key with a passphrase\n"
	"      --pilot             a trial, into which conduct simulate may "
	"put\n                          made-up answers\n\n"
	"What staff read about the survey (else from the settings sheet):\n"
	"      --organisation TEXT, --contact TEXT, --dpo TEXT, "
	"--purpose TEXT,\n      --lawful-basis TEXT, --agreed-with TEXT, "
	"--kept-until DATE,\n      --results-on DATE, --notice FILE\n\n"
	"Under 150 staff no question about groups is asked, under 500 one, "
	"then four.\nWhat is left out, and why, is printed.\n",
	run};
