#include "tests/support/term.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "tests/test.h"

enum {
	QUIET = 50,
	LONG_QUIET = 150,
	LAST_WORDS = 1000,
	PATIENCE = 5000,
	END_PATIENCE = 10000,
	SOON = 200, /* microseconds */
	SOON_QUIET = 3000
};

struct term {
	int fd;	   /* -1 once hung up or at the end */
	pid_t pid; /* 0 once waited for */
	pid_t session;
	int status;
	long sleeps; /* when something was done to it; -1: nothing since */
	VTerm *vt;
	VTermScreen *screen;
	bool cursor_visible, alternate, hung_up;
	char *output; /* all of it */
	size_t n, room;
	char *shown;	/* of term_screen and term_row */
	char *scrolled; /* of term_scrollback */
	size_t n_scrolled;
	size_t erasing; /* bytes seen of a sequence that erases */
	char erases;	/* its digit */
	char *typed;	/* what libvterm makes of keys */
	size_t n_typed;
};

static long
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---------------------------------------------------------------- emulator */

static int
note_property(VTermProp prop, VTermValue *value, void *ctx)
{
	struct term *term = ctx;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		term->cursor_visible = value->boolean;
	if (prop == VTERM_PROP_ALTSCREEN)
		term->alternate = value->boolean;
	return 1;
}

static size_t put_cells(const VTermScreenCell *cells, int columns, char *out);

/* A line that leaves the main screen at its top. */
static int
note_scrolled(int columns, const VTermScreenCell *cells, void *ctx)
{
	struct term *term = ctx;
	size_t room = (size_t)columns * VTERM_MAX_CHARS_PER_CELL * 4 + 2;

	term->scrolled = realloc(term->scrolled, term->n_scrolled + room);
	assert_non_null(term->scrolled);
	term->n_scrolled +=
		put_cells(cells, columns, term->scrolled + term->n_scrolled);
	term->scrolled[term->n_scrolled++] = '\n';
	term->scrolled[term->n_scrolled] = '\0';
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = note_property,
					       .sb_pushline = note_scrolled};

/* As xterm, PuTTY and tmux do, clearing the main screen pushes it into the
 * scrollback, which 3 clears. libvterm leaves both to us. */
static void
erase(struct term *term, char digit)
{
	VTermScreenCell cells[512];
	VTermPos pos;
	int rows, columns;

	vterm_get_size(term->vt, &rows, &columns);
	if (digit == '3') {
		term->n_scrolled = 0;
	} else if (digit == '2' && !term->alternate && columns <= 512) {
		for (pos.row = 0; pos.row < rows; pos.row++) {
			for (pos.col = 0; pos.col < columns; pos.col++)
				vterm_screen_get_cell(term->screen, pos,
						      &cells[pos.col]);
			note_scrolled(columns, cells, term);
		}
	}
}

/* One byte of "\033[2J" after the other; true at its end. */
static bool
ends_erasing(struct term *term, char c)
{
	static const char *const steps[] = {"\033", "[", "23", "J"};

	if (strchr(steps[term->erasing], c) && c != '\0') {
		if (term->erasing == 2)
			term->erases = c;
		term->erasing = (term->erasing + 1) % COUNT(steps);
		return term->erasing == 0;
	}
	term->erasing = c == '\033';
	return false;
}

static void
emulate(struct term *term, const char *bytes, size_t n)
{
	size_t i, from = 0;

	for (i = 0; i < n; i++) {
		if (!ends_erasing(term, bytes[i]))
			continue;
		vterm_input_write(term->vt, bytes + from, i - from);
		erase(term, term->erases);
		from = i;
	}
	vterm_input_write(term->vt, bytes + from, n - from);
}

static void
note_typed(const char *s, size_t n, void *ctx)
{
	struct term *term = ctx;

	term->typed = realloc(term->typed, term->n_typed + n);
	assert_non_null(term->typed);
	memcpy(term->typed + term->n_typed, s, n);
	term->n_typed += n;
}

static void
start_emulator(struct term *term, int rows, int columns)
{
	term->vt = vterm_new(rows, columns);
	vterm_set_utf8(term->vt, 1);
	vterm_output_set_callback(term->vt, note_typed, term);
	term->screen = vterm_obtain_screen(term->vt);
	vterm_screen_set_callbacks(term->screen, &callbacks, term);
	vterm_screen_enable_altscreen(term->screen, 1);
	vterm_screen_reset(term->screen, 1);
	term->cursor_visible = true;
}

/* ----------------------------------------------------------------- program */

static void
set_environment(const char *const *env)
{
	char name[64];
	const char *is;

	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("NO_COLOR");
	for (; env != NULL && *env != NULL; env++) {
		is = strchr(*env, '=');
		snprintf(name, sizeof name, "%.*s",
			 is ? (int)(is - *env) : (int)strlen(*env), *env);
		if (is)
			setenv(name, is + 1, 1);
		else
			unsetenv(name);
	}
}

static bool keeps_output;

void
term_keep_output(void)
{
	keeps_output = true;
}

static void
set_modes(void)
{
	struct termios modes;

	if (keeps_output && tcgetattr(STDIN_FILENO, &modes) == 0) {
		modes.c_lflag |= NOFLSH;
		tcsetattr(STDIN_FILENO, TCSANOW, &modes);
	}
}

struct term *
term_start(int rows, int columns, const char *const *argv,
	   const char *const *env)
{
	struct term *term = calloc(1, sizeof *term);
	struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0,
			       0};

	assert_non_null(term);
	start_emulator(term, rows, columns);
	/* What outlives its parent comes to us, so that we see its end. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	term->pid = forkpty(&term->fd, NULL, NULL, &size);
	assert_return_code(term->pid, errno);
	if (term->pid == 0) {
		set_environment(env);
		set_modes();
		signal(SIGPIPE, SIG_DFL);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	term->session = term->pid;
	assert_return_code(fcntl(term->fd, F_SETFD, FD_CLOEXEC), errno);
	assert_return_code(fcntl(term->fd, F_SETFL, O_NONBLOCK), errno);
	return term;
}

void
term_free(struct term *term)
{
	if (term == NULL)
		return;
	if (term->fd >= 0)
		close(term->fd);
	/* The whole session, to the last: it may still write files. */
	kill(-term->session, SIGKILL);
	while (waitpid(-term->session, NULL, 0) > 0 || errno == EINTR)
		;
	vterm_free(term->vt);
	free(term->output);
	free(term->shown);
	free(term->scrolled);
	free(term->typed);
	free(term);
}

/* ----------------------------------------------------------------- reading */

static void
close_end(struct term *term)
{
	close(term->fd);
	term->fd = -1;
}

static void
keep(struct term *term, const char *bytes, size_t n)
{
	if (term->n + n + 1 > term->room) {
		term->room = (term->n + n + 1) * 2;
		term->output = realloc(term->output, term->room);
		assert_non_null(term->output);
	}
	memcpy(term->output + term->n, bytes, n);
	term->n += n;
	term->output[term->n] = '\0';
	emulate(term, bytes, n);
	/* What libvterm answers by itself is not typed by us. */
	term->n_typed = 0;
}

/* Takes what comes within so many microseconds; false: nothing did. */
static bool
take_soon(struct term *term, long microseconds)
{
	char chunk[65536];
	struct pollfd fd = {term->fd, POLLIN, 0};
	ssize_t n;

	struct timespec most = {microseconds / 1000000,
				microseconds % 1000000 * 1000};

	if (term->fd < 0 || ppoll(&fd, 1, &most, NULL) <= 0)
		return false;
	n = read(term->fd, chunk, sizeof chunk);
	if (n > 0)
		keep(term, chunk, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		close_end(term); /* EIO: the last one has closed it */
	return n > 0;
}

static bool
take(struct term *term, long milliseconds)
{
	return take_soon(term, milliseconds > 0 ? milliseconds * 1000 : 0);
}

static void
take_all(struct term *term)
{
	while (take(term, 0))
		;
}

/* ------------------------------------------------- what it is doing just now */

static bool
read_proc(pid_t pid, const char *what, char *out, size_t room)
{
	char path[96];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	n = fread(out, 1, room - 1, file);
	out[n] = '\0';
	fclose(file);
	return n > 0;
}

/* The program, or the child of its that asks, and so on. */
static pid_t
who_asks(const struct term *term)
{
	char path[64], children[64];
	pid_t pid = term->pid;

	for (;;) {
		snprintf(path, sizeof(path), "task/%d/children", (int)pid);
		if (!read_proc(pid, path, children, sizeof(children)))
			return pid;
		pid = (pid_t)strtol(children, NULL, 10);
	}
}

/* What was typed and is not read yet, through its own end: opening it anew,
 * just when it is closed, would throw away what was written last. */
static int
unread(const struct term *term)
{
	int process = (int)syscall(SYS_pidfd_open, who_asks(term), 0), fd = -1,
	    n = 0;

	if (process >= 0)
		fd = (int)syscall(SYS_pidfd_getfd, process, STDIN_FILENO, 0);
	if (fd >= 0 && ioctl(fd, FIONREAD, &n) != 0)
		n = 0;
	if (fd >= 0)
		close(fd);
	if (process >= 0)
		close(process);
	return n;
}

/* A number behind its name in such a file; -1 where there is none. */
static long
proc_number(pid_t pid, const char *file, const char *name)
{
	char all[4096];
	const char *at;

	if (!read_proc(pid, file, all, sizeof(all)))
		return -1;
	at = strstr(all, name);
	return at ? strtol(at + strlen(name), NULL, 10) : -1;
}

/* How often it has gone to sleep. */
static long
sleeps(const struct term *term)
{
	return proc_number(who_asks(term), "status",
			   "\nvoluntary_ctxt_switches:");
}

/* ------------------------------------------------------------------ typing */

void
term_send_n(struct term *term, const char *bytes, size_t n)
{
	long until = now() + PATIENCE;
	ssize_t done;

	term->sleeps = sleeps(term);
	while (n > 0 && term->fd >= 0) {
		done = write(term->fd, bytes, n);
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
			continue;
		}
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			return; /* it has ended: nobody reads */
		/* It may be stuck writing to us. */
		take(term, 10);
		if (now() > until)
			fail_msg("the program does not read its input");
	}
}

void
term_send(struct term *term, const char *bytes)
{
	term_send_n(term, bytes, strlen(bytes));
}

static const struct {
	const char *name;
	VTermKey key;
	VTermModifier modifier;
	const char *bytes; /* sent as they are where there is no key */
} keys[] = {
	{"Up", VTERM_KEY_UP, 0, NULL},
	{"Down", VTERM_KEY_DOWN, 0, NULL},
	{"Left", VTERM_KEY_LEFT, 0, NULL},
	{"Right", VTERM_KEY_RIGHT, 0, NULL},
	{"C-Left", VTERM_KEY_LEFT, VTERM_MOD_CTRL, NULL},
	{"C-Right", VTERM_KEY_RIGHT, VTERM_MOD_CTRL, NULL},
	{"Home", VTERM_KEY_HOME, 0, NULL},
	{"End", VTERM_KEY_END, 0, NULL},
	{"PageUp", VTERM_KEY_PAGEUP, 0, NULL},
	{"PageDown", VTERM_KEY_PAGEDOWN, 0, NULL},
	{"Delete", VTERM_KEY_DEL, 0, NULL},
	{"BackTab", VTERM_KEY_TAB, VTERM_MOD_SHIFT, NULL},
	{"F1", VTERM_KEY_FUNCTION(1), 0, NULL},
	{"Enter", 0, 0, "\r"},
	{"Tab", 0, 0, "\t"},
	{"Esc", 0, 0, "\033"},
	{"Backspace", 0, 0, "\177"},
	{"Paste", 0, 0, "\033[200~"},
	{"/Paste", 0, 0, "\033[201~"},
	{"LT", 0, 0, "<"},
};

static void
send_key(struct term *term, const char *name, size_t n)
{
	char control;
	size_t i;

	for (i = 0; i < COUNT(keys); i++) {
		if (strlen(keys[i].name) != n ||
		    strncmp(keys[i].name, name, n) != 0)
			continue;
		if (keys[i].bytes != NULL) {
			term_send(term, keys[i].bytes);
			return;
		}
		term->n_typed = 0;
		vterm_keyboard_key(term->vt, keys[i].key, keys[i].modifier);
		term_send_n(term, term->typed, term->n_typed);
		term->n_typed = 0;
		return;
	}
	if (n != 3 || strncmp(name, "C-", 2) != 0)
		fail_msg("no key <%.*s>", (int)n, name);
	control = (char)(name[2] & 0x1f);
	term_send_n(term, &control, 1);
}

void
term_keys(struct term *term, const char *s)
{
	size_t n;

	while (*s != '\0') {
		n = strcspn(s, "<");
		term_send_n(term, s, n);
		s += n;
		if (*s == '\0')
			return;
		n = strcspn(s, ">");
		assert_int_equal(s[n], '>');
		send_key(term, s + 1, n - 1);
		s += n + 1;
	}
}

/* ----------------------------------------------------------------- looking */

static size_t
put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* A row without the blanks at its end; its bytes. */
static size_t
put_cells(const VTermScreenCell *cells, int columns, char *out)
{
	size_t n = 0;
	int i, k;

	for (i = 0; i<columns; i += cells[i].width> 1 ? cells[i].width : 1) {
		if (cells[i].chars[0] == 0)
			out[n++] = ' ';
		for (k = 0; k < VTERM_MAX_CHARS_PER_CELL && cells[i].chars[k];
		     k++)
			n += put_utf8(out + n, cells[i].chars[k]);
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	return n;
}

static size_t
put_row(struct term *term, int row, int columns, char *out)
{
	VTermScreenCell *cells = calloc((size_t)columns, sizeof *cells);
	VTermPos pos = {row, 0};
	size_t n;

	assert_non_null(cells);
	for (; pos.col < columns; pos.col++)
		vterm_screen_get_cell(term->screen, pos, &cells[pos.col]);
	n = put_cells(cells, columns, out);
	free(cells);
	return n;
}

static void
room_for(struct term *term, size_t cells)
{
	term->shown =
		realloc(term->shown, cells * VTERM_MAX_CHARS_PER_CELL * 4 + 1);
	assert_non_null(term->shown);
}

const char *
term_screen(struct term *term)
{
	int rows, columns, row;
	size_t n = 0;

	take_all(term);
	vterm_get_size(term->vt, &rows, &columns);
	room_for(term, (size_t)rows * ((size_t)columns + 1));
	for (row = 0; row < rows; row++) {
		n += put_row(term, row, columns, term->shown + n);
		term->shown[n++] = '\n';
	}
	term->shown[n] = '\0';
	return term->shown;
}

const char *
term_row(struct term *term, int row)
{
	int rows, columns;

	take_all(term);
	vterm_get_size(term->vt, &rows, &columns);
	assert_in_range(row, 0, rows - 1);
	room_for(term, (size_t)columns);
	term->shown[put_row(term, row, columns, term->shown)] = '\0';
	return term->shown;
}

const char *
term_scrollback(struct term *term)
{
	take_all(term);
	return term->n_scrolled > 0 ? term->scrolled : "";
}

int
term_width(struct term *term, int row)
{
	int rows, columns, width = 0;
	VTermScreenCell cell;
	VTermPos pos = {row, 0};

	vterm_get_size(term->vt, &rows, &columns);
	for (; pos.col < columns; pos.col++) {
		vterm_screen_get_cell(term->screen, pos, &cell);
		if (cell.chars[0] != 0 && cell.chars[0] != ' ')
			width = pos.col + 1;
	}
	return width;
}

int
term_find(struct term *term, const char *text)
{
	int rows, columns, row;

	vterm_get_size(term->vt, &rows, &columns);
	for (row = 0; row < rows; row++) {
		if (strstr(term_row(term, row), text) != NULL)
			return row;
	}
	return -1;
}

void
term_cursor(struct term *term, int *row, int *column)
{
	VTermPos pos;

	take_all(term);
	vterm_state_get_cursorpos(vterm_obtain_state(term->vt), &pos);
	*row = pos.row;
	*column = pos.col;
}

bool
term_cursor_visible(const struct term *term)
{
	return term->cursor_visible;
}

bool
term_on_alternate_screen(const struct term *term)
{
	return term->alternate;
}

struct term_look
term_look(struct term *term, int row, int column)
{
	VTermScreenCell cell;
	VTermPos pos = {row, column};

	take_all(term);
	vterm_screen_get_cell(term->screen, pos, &cell);
	return (struct term_look){.bold = cell.attrs.bold,
				  .underline = cell.attrs.underline,
				  .reverse = cell.attrs.reverse,
				  .blink = cell.attrs.blink,
				  .coloured = !VTERM_COLOR_IS_DEFAULT_FG(
						      &cell.fg) ||
					  !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg)};
}

bool
term_same_colours(struct term *term, int row, int column, int other_row,
		  int other_column)
{
	VTermScreenCell one, other;

	take_all(term);
	vterm_screen_get_cell(term->screen, (VTermPos){row, column}, &one);
	vterm_screen_get_cell(term->screen, (VTermPos){other_row, other_column},
			      &other);
	return vterm_color_is_equal(&one.fg, &other.fg) &&
		vterm_color_is_equal(&one.bg, &other.bg);
}

const char *
term_output(const struct term *term, size_t *bytes)
{
	*bytes = term->n;
	return term->output != NULL ? term->output : "";
}

size_t
term_bytes(const struct term *term)
{
	return term->n;
}

/* ----------------------------------------------------------------- waiting */

bool
term_wait_until(struct term *term, bool (*holds)(struct term *, void *),
		void *ctx)
{
	long until = now() + PATIENCE;

	while (!holds(term, ctx)) {
		if (now() > until ||
		    (!take(term, until - now()) && term->fd < 0))
			return holds(term, ctx);
	}
	return true;
}

static void
wait_or_fail(struct term *term, bool (*holds)(struct term *, void *), void *ctx,
	     const char *what, const char *missing)
{
	int row, column;

	if (term_wait_until(term, holds, ctx))
		return;
	term_cursor(term, &row, &column);
	print_error("%s: did not come: %s\ncursor at row %d, column %d\n%s",
		    what, missing, row, column, term_screen(term));
	fail();
}

static bool
has_text(struct term *term, void *text)
{
	return strstr(term_screen(term), text) != NULL;
}

static bool
has_no_text(struct term *term, void *text)
{
	return !has_text(term, text);
}

void
term_wait_text(struct term *term, const char *text, const char *what)
{
	wait_or_fail(term, has_text, (void *)text, what, text);
}

void
term_wait_gone(struct term *term, const char *text, const char *what)
{
	wait_or_fail(term, has_no_text, (void *)text, what, text);
}

struct row_and_text {
	int row;
	const char *text;
};

static bool
row_is(struct term *term, void *ctx)
{
	const struct row_and_text *wanted = ctx;

	return strcmp(term_row(term, wanted->row), wanted->text) == 0;
}

void
term_wait_row(struct term *term, int row, const char *text, const char *what)
{
	struct row_and_text wanted = {row, text};
	char missing[256];

	snprintf(missing, sizeof missing, "row %d \"%s\"", row, text);
	wait_or_fail(term, row_is, &wanted, what, missing);
}

static bool
cursor_is(struct term *term, void *ctx)
{
	const VTermPos *wanted = ctx;
	int row, column;

	term_cursor(term, &row, &column);
	return row == wanted->row && column == wanted->col;
}

void
term_wait_cursor(struct term *term, int row, int column, const char *what)
{
	VTermPos wanted = {row, column};
	char missing[64];

	snprintf(missing, sizeof missing, "cursor at %d, %d", row, column);
	wait_or_fail(term, cursor_is, &wanted, what, missing);
}

static void
wait_quiet(struct term *term, long milliseconds)
{
	long until = now() + PATIENCE;

	while (take(term, milliseconds)) {
		if (now() > until)
			fail_msg("the program does not stop writing");
	}
}

void
term_wait_quiet(struct term *term)
{
	wait_quiet(term, QUIET);
}

void
term_idle(struct term *term, long milliseconds)
{
	long until = now() + milliseconds;

	while (term->fd >= 0 && now() < until)
		take(term, until - now());
}

/* Sleeps in the kernel; "123 (name) S ..." */
static bool
is_asleep(pid_t pid)
{
	char stat[512];
	const char *state;

	if (!read_proc(pid, "stat", stat, sizeof(stat)))
		return false;
	state = strrchr(stat, ')');
	return state != NULL && strncmp(state, ") S", 3) == 0;
}

/* Has it read what was typed, and gone to sleep over it? The kernel hands over
 * what is typed, and written, only by and by. */
static bool
is_waiting(const struct term *term)
{
	return is_asleep(who_asks(term)) && unread(term) == 0 &&
		sleeps(term) > term->sleeps;
}

/* All that it ever wrote has come, for one that writes here alone. */
static bool
has_all(const struct term *term)
{
	return proc_number(who_asks(term), "io", "wchar:") == (long)term->n;
}

void
term_settle(struct term *term)
{
	long until = now() + PATIENCE;

	if (sleeps(term) < 0) {
		term_wait_quiet(term);
		return;
	}
	while (term->fd >= 0) {
		take_all(term);
		if (!is_waiting(term))
			take_soon(term, SOON);
		else if (has_all(term) || !take_soon(term, SOON_QUIET))
			break;
		if (now() > until)
			break; /* what was typed woke nobody */
	}
	term->sleeps = -1;
}

/* -------------------------------------------------------------- the outside */

void
term_size(const struct term *term, int *rows, int *columns)
{
	vterm_get_size(term->vt, rows, columns);
}

/* The emulator first: what is drawn for the new size must find it so. */
static void
set_size(struct term *term, int rows, int columns)
{
	struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0,
			       0};

	vterm_set_size(term->vt, rows, columns);
	term->sleeps = sleeps(term);
	if (term->fd >= 0)
		ioctl(term->fd, TIOCSWINSZ, &size);
}

/*
 * Once it has seen all that was drawn for the old one, half a key that is
 * waited for included: libvterm 0.1.4 crashes where it must draw outside.
 */
void
term_resize(struct term *term, int rows, int columns)
{
	wait_quiet(term, LONG_QUIET);
	set_size(term, rows, columns);
}

void
term_resize_settled(struct term *term, int rows, int columns)
{
	term_settle(term);
	set_size(term, rows, columns);
	term_settle(term);
}

void
term_hang_up(struct term *term)
{
	take_all(term);
	if (term->fd >= 0)
		close_end(term);
	term->hung_up = true;
}

void
term_signal(struct term *term, int number)
{
	if (term->pid > 0)
		kill(term->pid, number);
}

static bool
has_ended(struct term *term, int options)
{
	int status;

	if (term->pid > 0 &&
	    waitpid(term->pid, &status, options) == term->pid) {
		term->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
						   : WEXITSTATUS(status);
		term->pid = 0;
		/* Up to the end of file: what a program wrote last may come
		 * to this side after the program has ended. */
		while (take(term, LAST_WORDS))
			;
	}
	return term->pid == 0;
}

int
term_end(struct term *term)
{
	long until = now() + END_PATIENCE;

	while (!has_ended(term, WNOHANG)) {
		if (now() > until) {
			print_error("still running:\n%s", term_screen(term));
			fail();
		}
		if (!take(term, 5))
			poll(NULL, 0, term->fd < 0 ? 2 : 0);
	}
	return term->status;
}

/* A program that has closed its terminal is about to end. */
void
term_play(struct term *term, const struct term_move *move)
{
	for (; move->at; move++) {
		term_wait_text(term, move->at, move->keys);
		term_keys(term, move->keys);
	}
}

int
term_pid(const struct term *term)
{
	return (int)term->pid;
}

static bool
is_child_of(const char *pid, int parent)
{
	char path[300], line[512] = "";
	const char *end;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%s/stat", pid);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	end = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
	fclose(file);
	/* pid (name) state parent */
	return end != NULL && strtol(end + 4, NULL, 10) == parent;
}

int
term_child(struct term *term)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int pid = 0;

	assert_non_null(proc);
	while (pid == 0 && (entry = readdir(proc)) != NULL)
		if (strspn(entry->d_name, "0123456789") > 0 &&
		    is_child_of(entry->d_name, (int)term->pid))
			pid = (int)strtol(entry->d_name, NULL, 10);
	closedir(proc);
	return pid;
}

bool
term_is_running(struct term *term)
{
	take_all(term);
	if (term->fd < 0 && !term->hung_up)
		term_end(term);
	return !has_ended(term, WNOHANG);
}
