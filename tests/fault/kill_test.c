/*
 * kill -9 at random moments while people answer and send.
 *
 *	kill_test [KILLS]
 *
 * Each person reads the way-back code from the screen, answers, is killed at
 * a random moment, and comes back until their answers are sent. Each draft
 * must open with the code and hold every answer that was shown as kept; in
 * the end each response is in the wave exactly once, and every code is spent.
 */
#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "questions/base/mem.h"
#include "questions/base/text.h"
#include "questions/json.h"
#include "tests/support/make_wave.h"

enum { QUESTIONS = 7, FIRST_CHOICE = 4, LAST_CHOICE = 5, KILLS = 200 };

static size_t wanted_kills = KILLS;

static const char form[] = "survey\n"
			   ",type,name,label,kq_role\n"
			   ",integer,q1,Question A\n"
			   ",integer,q2,Question B\n"
			   ",integer,q3,Question C\n"
			   ",integer,q4,Question D\n"
			   ",select_one l,q5,Question E,segment\n"
			   ",select_one l,q6,Question F,segment\n"
			   ",text,q7,Question G\n"
			   "choices\n"
			   ",list_name,name,label\n"
			   ",l,1,Apples\n"
			   ",l,2,Bread\n";

static const char *const labels[QUESTIONS] = {"Question A", "Question B",
					      "Question C", "Question D",
					      "Question E", "Question F",
					      "Question G"};

struct person {
	const char *slip;
	char wayback[CODE_TEXT_BYTES]; /* as read from the screen; "" not yet */
	char answer[QUESTIONS][32];    /* the last names the person */
	bool kept[QUESTIONS];	       /* shown as kept */
	bool sent;		       /* shown as sent */
};

/* ---- the program in plain lines ---- */

struct child {
	pid_t pid;
	int in, out;
	struct text said;
	size_t heard; /* of said */
};

static void
child_start(struct child *child, const char *wave)
{
	char *program = test_program("conduct-survey");
	int in[2], out[2];

	*child = (struct child){0};
	assert_return_code(pipe2(in, O_CLOEXEC), errno);
	assert_return_code(pipe2(out, O_CLOEXEC), errno);
	child->pid = fork();
	assert_return_code(child->pid, errno);
	if (child->pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(program, program, "--line", wave, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	child->in = in[1];
	child->out = out[0];
	free(program);
}

static int
child_end(struct child *child)
{
	int status;

	close(child->in);
	close(child->out);
	while (waitpid(child->pid, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	text_release(&child->said);
	return status;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* More was said; false at its end, or at the deadline, when it is killed. */
static bool
child_hear(struct child *child, double deadline)
{
	struct pollfd fd = {child->out, POLLIN, 0};
	char chunk[65536];
	double left = deadline - seconds();
	struct timespec wait = {(time_t)left,
				(long)((left - (time_t)left) * 1e9)};
	ssize_t n;

	if (left <= 0 || ppoll(&fd, 1, &wait, NULL) == 0) {
		kill(child->pid, SIGKILL);
		/* what was on its way is on the screen */
		while ((n = read(child->out, chunk, sizeof(chunk))) > 0)
			text_add_n(&child->said, chunk, (size_t)n);
		return false;
	}
	n = read(child->out, chunk, sizeof(chunk));
	if (n > 0)
		text_add_n(&child->said, chunk, (size_t)n);
	return n > 0;
}

static bool
at_prompt(const struct child *child)
{
	const char *said = text_get(&child->said);
	size_t n = child->said.n;

	return n > child->heard && n > 2 && strcmp(said + n - 2, ": ") == 0;
}

/* ---- a person ---- */

/* What this page makes the person type. */
static const char *
reaction(const struct person *p, const char *page, bool back, size_t *asked)
{
	size_t q;

	*asked = QUESTIONS;
	if (strstr(page, "Type start"))
		return back ? "return" : "start";
	if (strstr(page, "Way-back code (10"))
		return p->wayback;
	if (strstr(page, "Code (12"))
		return p->slip;
	if (strstr(page, "Type answer or skip"))
		return "answer";
	if (strstr(page, "Type send"))
		return "send";
	if (strstr(page, "Type finish"))
		return "finish";
	for (q = 0; q < QUESTIONS; q++)
		if (strstr(page, labels[q])) {
			*asked = q;
			return p->answer[q];
		}
	fail_msg("a page nobody expects: %s", page);
	return "";
}

static void
read_screen(struct person *p, const char *said, size_t asked)
{
	const char *code = strstr(said, "Your way-back code: ");

	if (code && !*p->wayback)
		snprintf(p->wayback, sizeof(p->wayback), "%.11s", code + 20);
	if (asked < QUESTIONS && strstr(said, "Kept. Not sent yet."))
		p->kept[asked] = true;
	if (strstr(said, "Your answers have been sent"))
		p->sent = true;
}

/* When to kill: some moment after what is typed at this page, counted from
 * 0. Not at all: NEVER. */
enum { NEVER = 1000, PAGES = QUESTIONS + 5 };

/* The first answer takes a slow key, every other a few milliseconds. */
static double
moment(size_t page)
{
	return (page == 2 ? .05 : .003) * rand() / RAND_MAX;
}

/* Answers until the end or the kill. True: it ended by itself. */
static bool
take_survey(struct person *p, const char *wave, size_t kill_at, bool back)
{
	double deadline = seconds() + 60;
	size_t asked = QUESTIONS, page = 0;
	const char *typed;
	struct child child;
	int status;

	child_start(&child, wave);
	while (child_hear(&child, deadline)) {
		if (!at_prompt(&child))
			continue;
		read_screen(p, text_get(&child.said) + child.heard, asked);
		typed = reaction(p, text_get(&child.said) + child.heard, back,
				 &asked);
		child.heard = child.said.n;
		if (dprintf(child.in, "%s\n", typed) < 0)
			break;
		if (page++ == kill_at)
			deadline = seconds() + moment(kill_at);
	}
	read_screen(p, text_get(&child.said) + child.heard, asked);
	status = child_end(&child);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		assert_int_not_equal(kill_at, NEVER);
		return false;
	}
	assert_int_equal(WEXITSTATUS(status), 0);
	return true;
}

/* ---- what must be so ---- */

/* Does this draft hold every answer that was shown as kept? */
static bool
holds_what_was_kept(const struct person *p, const struct json *draft)
{
	const struct json *answers = json_get(draft, "answers");
	char name[8];
	size_t q;

	for (q = 0; q < QUESTIONS; q++) {
		const char *v;

		snprintf(name, sizeof(name), "q%zu", q + 1);
		v = json_get_text(json_get(answers, name), "v");
		if (p->kept[q] && (!v || strcmp(v, p->answer[q]) != 0))
			return false;
	}
	return true;
}

/* How often this person's response is among them, whole. */
static size_t
times_sent(const struct person *p, char *const *response, size_t n)
{
	size_t i, q, times = 0;

	for (i = 0; i < n; i++) {
		struct json *j =
			json_parse(response[i], strlen(response[i]), NULL);
		const struct json *a = json_get(j, "a");
		const char *who = json_get_text(a, "q7");
		char name[8];

		if (who && strcmp(who, p->answer[QUESTIONS - 1]) == 0) {
			times++;
			for (q = 0; q < QUESTIONS; q++) {
				snprintf(name, sizeof(name), "q%zu", q + 1);
				assert_text(json_get_text(a, name),
					    p->answer[q], "a sent answer");
			}
		}
		json_free(j);
	}
	return times;
}

static bool
any_kept(const struct person *p)
{
	size_t q;

	for (q = 0; q < QUESTIONS; q++)
		if (p->kept[q])
			return true;
	return false;
}

static uint32_t
boxes_in_wave(const struct made_wave *made, uint32_t *codes_left)
{
	struct store *store = made_wave_open(made);
	struct error err = ERROR_INIT;
	uint32_t used;

	assert_true(store_counts(store, &used, codes_left, &err));
	store_close_file(store);
	return used;
}

/* What became of a person who was killed. */
enum fate { NOTHING_KEPT, CAN_COME_BACK, WAS_SENDING, HAS_SENT };

/* Looks after a kill; `before` boxes were in the wave. */
static enum fate
look_after(const struct made_wave *made, const struct person *p,
	   uint32_t before)
{
	char *text = *p->wayback ? made_draft(made, p->wayback) : NULL;
	struct json *draft = text ? json_parse(text, strlen(text), NULL) : NULL;
	uint32_t left, sent = boxes_in_wave(made, &left) - before;
	const char *state = draft ? json_get_text(draft, "state") : "";
	enum fate fate = sent ? HAS_SENT : NOTHING_KEPT;

	assert_true(sent <= 1);
	assert_true(sent == 1 || !p->sent);
	assert_true(draft || sent == 1 || !any_kept(p));
	if (draft) {
		assert_true(holds_what_was_kept(p, draft));
		fate = strcmp(state, "sending") == 0 ? WAS_SENDING
						     : CAN_COME_BACK;
	}
	json_free(draft);
	free(text);
	return fate;
}

/* ---- the tests ---- */

static void
person_init(struct person *p, const struct made_wave *made, size_t number)
{
	size_t q;

	*p = (struct person){.slip = made->code[number]};
	for (q = 0; q + 1 < QUESTIONS; q++)
		snprintf(p->answer[q], sizeof(p->answer[q]), "%d",
			 q >= FIRST_CHOICE && q <= LAST_CHOICE ? 1 + rand() % 2
							       : rand() % 1000);
	snprintf(p->answer[q], sizeof(p->answer[q]), "person %zu", number);
}

/* One person, killed or not, until their answers are sent. */
static bool
one_person(const struct made_wave *made, struct person *p, uint32_t before,
	   size_t *fates)
{
	enum fate fate = HAS_SENT;
	bool killed =
		!take_survey(p, made->path, (size_t)rand() % PAGES, false);

	if (killed) {
		fate = look_after(made, p, before);
		fates[fate]++;
	}
	if (fate != HAS_SENT)
		assert_true(take_survey(p, made->path, NEVER,
					fate != NOTHING_KEPT));
	if (*p->wayback)
		assert_null(made_draft(made, p->wayback));
	return killed;
}

static void
nothing_shown_as_kept_is_lost(void **state)
{
	const size_t most = 4 * wanted_kills + 20;
	struct person *people = mem_new(most, sizeof(*people));
	size_t i, n, kills = 0, fates[4] = {0};
	struct made_wave made;
	uint32_t left;
	char **response;

	srand(20261121);
	made_wave_init(&made, *state, form, most, (uint32_t)most + 10);
	for (i = 0; kills < wanted_kills && i < most; i++) {
		person_init(&people[i], &made, i);
		kills += one_person(&made, &people[i], (uint32_t)i, fates);
	}
	print_message("%zu people, %zu killed: %zu before anything was kept, "
		      "%zu answering, %zu sending, %zu after it\n",
		      i, kills, fates[NOTHING_KEPT], fates[CAN_COME_BACK],
		      fates[WAS_SENDING], fates[HAS_SENT]);
	assert_int_equal(kills, wanted_kills);
	assert_true(fates[CAN_COME_BACK] >= kills / 10);
	assert_true(kills < 100 || fates[WAS_SENDING] > 0);

	assert_int_equal(boxes_in_wave(&made, &left), i);
	assert_int_equal(left, most - i);
	response = made_responses(&made, &n);
	while (i-- > 0)
		assert_int_equal(times_sent(&people[i], response, n), 1);
	made_responses_free(response, n);
	made_wave_release(&made);
	free(people);
}

/* The checks above must be able to fail. */
static void
the_check_notices_what_is_missing(void **state)
{
	static const char *const whole =
		"{\"answers\":{\"q1\":{\"v\":\"1\"},\"q2\":{\"v\":\"2\"}}}";
	static const struct {
		const char *name, *draft;
		bool holds;
	} cases[] = {
		{"all there", whole, true},
		{"one answer gone", "{\"answers\":{\"q1\":{\"v\":\"1\"}}}",
		 false},
		{"one answer changed",
		 "{\"answers\":{\"q1\":{\"v\":\"1\"},\"q2\":{\"v\":\"3\"}}}",
		 false},
		{"one answer empty",
		 "{\"answers\":{\"q1\":{\"v\":\"1\"},\"q2\":{\"seen\":true}}}",
		 false},
		{"nothing", "{}", false},
	};
	static char sent[] =
		"{\"a\":{\"q1\":\"1\",\"q2\":\"2\",\"q3\":\"\","
		"\"q4\":\"\",\"q5\":\"\",\"q6\":\"\",\"q7\":\"me\"}}";
	static char other[] = "{\"a\":{\"q7\":\"you\"}}";
	char *responses[] = {sent, other, sent};
	struct person p = {
		.answer = {"1", "2", "", "", "", "", "me"},
		.kept = {true, true},
	};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct json *draft = json_parse(cases[i].draft,
						strlen(cases[i].draft), NULL);

		assert_case(holds_what_was_kept(&p, draft) == cases[i].holds,
			    cases[i].name);
		json_free(draft);
	}
	assert_int_equal(times_sent(&p, responses, 3), 2);
	assert_int_equal(times_sent(&p, responses, 2), 1);
	assert_int_equal(times_sent(&p, responses + 1, 1), 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_notices_what_is_missing),
		IN_A_FOLDER(nothing_shown_as_kept_is_lost),
	};

	if (argc > 1)
		wanted_kills = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
