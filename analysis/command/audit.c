#include <math.h>

#include "analysis/command/command.h"
#include "survey/store.h"

/* What one copy of the file tells; sentences that a person can check. */
struct telling {
	unsigned bad;
};

static void
fine(const char *sentence)
{
	printf("  ok   %s\n", sentence);
}

static void
bad(struct telling *t, const char *sentence)
{
	printf("  BAD  %s\n", sentence);
	t->bad++;
}

static void
tell(struct telling *t, bool good, const char *if_good, const char *if_not)
{
	if (good)
		fine(if_good);
	else
		bad(t, if_not);
}

static void
tell_people(struct telling *t, const struct store_audit *a)
{
	puts("People and codes");
	tell(t, a->tables_as_made,
	     "The file has the tables it was made with, and none for names, "
	     "times or terminals.",
	     "A table, index or column was added to the file: look at it with "
	     "sqlite3 FILE .schema.");
	tell(t, a->secure_delete,
	     "A spent code is overwritten when it is deleted.",
	     "Deleted codes may still be readable: this machine's SQLite "
	     "does not overwrite.");
	if (a->codes_left)
		printf("  ok   %u codes are not yet spent. Only a hash of "
		       "each is here.\n",
		       a->codes_left);
	else
		fine("There is no unspent code in the file.");
}

/* Every spent code fills a slot in the same transaction. */
static void
tell_codes(struct telling *t, const struct store_audit *a, uint32_t issued)
{
	if (issued == 0)
		return;
	tell(t, issued - a->codes_left == a->used,
	     "As many slots are used as codes are spent.",
	     "Not as many slots are used as codes are spent: an answer was "
	     "taken out or put in by hand, or the file is damaged.");
}

/*
 * Used slots are a random draw from 1..capacity: half of them stand in the
 * first half, give or take sampling without replacement. Beyond four standard
 * errors somebody has filled them in order.
 */
static bool
spread(const struct store_audit *a)
{
	double n = a->used, all = a->capacity, se;

	if (n < 8 || all < 2)
		return true;
	se = sqrt(.25 / n * (all - n) / (all - 1));
	return fabs(a->first_half_share - .5) <= 4 * se + 1 / n;
}

static void
tell_order(struct telling *t, const struct store_audit *a)
{
	puts("Order and time");
	tell(t, a->slots_as_made,
	     "Slots are numbered 1 to the capacity, all made when the wave "
	     "was opened.",
	     "Slots were added, removed or marked by hand.");
	tell(t, a->slots_of_other_size == 0,
	     "Every box has the same size, whatever was answered.",
	     "Some boxes have another size than the rest: they tell which "
	     "they are.");
	tell(t, spread(a),
	     "Used slots are spread over the file as a random draw is.",
	     "Used slots crowd in one half of the file: they may not have "
	     "been drawn at random.");
	tell(t, a->free_pages == 0 || a->secure_delete,
	     "No free page holds anything that was deleted.",
	     "The file has free pages, which can hold deleted rows.");
}

static void
tell_beside(struct telling *t, const struct store_audit *a)
{
	puts("Beside the file");
	tell(t, !a->journal_left, "No journal with contents is left.",
	     "A journal with contents is left: a submission was cut short. "
	     "It goes when the wave is next used.");
	tell(t, !a->wal_left,
	     "No write-ahead log, which would keep the order of answers.",
	     "There is a write-ahead log, which keeps the order of answers: "
	     "another program has changed the file's mode.");
	if (!a->drafts_file)
		fine("There are no unsent answers.");
	else if (a->drafts == 0)
		fine("The file of unsent answers is empty.");
	else
		printf("  ok   %u unsent answers are kept, each locked with "
		       "its way-back code.\n",
		       a->drafts);
	if (a->drafts_wal)
		fine("Their log holds locked versions of them; it is wiped "
		     "when an answer is sent.");
}

static void
tell_file(struct telling *t, const struct store_audit *a)
{
	puts("The file itself");
	tell(t, a->intact, "It is whole (integrity check).",
	     "It is damaged (integrity check). Keep a copy, then close and "
	     "collect what can be read.");
	tell(t, (a->mode & 0077) == 0, "Only its owner may read or write it.",
	     "Others than its owner may read or write it: chmod 600.");
	tell(t, (a->folder_mode & 0022) == 0,
	     "Only the owner may put files into its folder.",
	     "Others may put files into its folder: chmod 700.");
	tell(t, !a->network, "It is on a disk of this machine.",
	     "It is on a network file system, where answers can be lost.");
}

static void
tell_limits(void)
{
	puts("What no audit of one copy can show");
	puts("  Whoever copies this file before and after one person answers, "
	     "and holds the\n  key, can tell which box is that person's. "
	     "Keep the two in different hands.");
}

static int
audit(const char *path)
{
	struct error err = ERROR_INIT;
	struct store_audit a;
	struct telling t = {0};
	struct store *store;

	if (!store_open(&store, path, STORE_READ, &err))
		return command_fail(&err);
	if (!store_look(store, &a, &err)) {
		store_close_file(store);
		return command_fail(&err);
	}
	printf("%s: %u of %u slots used.\n", path, a.used, a.capacity);
	tell_people(&t, &a);
	tell_codes(&t, &a, store_wave(store)->codes_issued);
	tell_order(&t, &a);
	tell_beside(&t, &a);
	tell_file(&t, &a);
	tell_limits();
	if (t.bad)
		printf("%u thing%s to look into.\n", t.bad, plural(t.bad));
	else
		puts("Nothing here tells who answered, what, or when.");
	store_close_file(store);
	return t.bad ? EXIT_FAILED : EXIT_FINE;
}

static int
run(int argc, char **argv)
{
	struct options o;
	int code;

	if (!options_read(&command_audit, argc, argv, NULL, 0, &o, &code))
		return code;
	if (!one_argument(&command_audit, &o, "wave"))
		return EXIT_USE;
	return audit(o.rest[0]);
}

const struct command command_audit = {
	"audit", "try to tell people and order from a wave",
	"conduct audit WAVE",
	"Reads one copy of a wave as somebody would who wants to know who "
	"answered what,\nand says what it gives away. Anyone may run it; it "
	"needs no key and changes\nnothing.\n\n"
	"Exit code 1 when something gives more away than it should.\n",
	run};
