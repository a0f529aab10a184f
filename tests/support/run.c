/* Running a program and catching what it says. */
#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* One end of a pipe of ours; fd is -1 once it is closed. */
struct stream {
	int fd;
	char *bytes;
	size_t size;
};

static void
stream_read(struct stream *stream)
{
	char chunk[65536];
	ssize_t n = read(stream->fd, chunk, sizeof(chunk));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		close(stream->fd);
		stream->fd = -1;
		return;
	}
	stream->bytes = realloc(stream->bytes, stream->size + (size_t)n + 1);
	assert_non_null(stream->bytes);
	memcpy(stream->bytes + stream->size, chunk, (size_t)n);
	stream->size += (size_t)n;
	stream->bytes[stream->size] = '\0';
}

static void
stream_write(struct stream *stream)
{
	ssize_t n = write(stream->fd, stream->bytes, stream->size);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		stream->bytes += n;
		stream->size -= (size_t)n;
	}
	if (n <= 0 || stream->size == 0) {
		close(stream->fd);
		stream->fd = -1;
	}
}

static void
become(const char *dir, const char *const *argv, int in, int out, int err)
{
	signal(SIGPIPE, SIG_DFL);
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	if (dir && chdir(dir) != 0) {
		perror(dir);
		_exit(126);
	}
	execvp(argv[0], (char *const *)argv);
	perror(argv[0]);
	_exit(127);
}

/* poll() passes over a negative descriptor. */
static void
converse(struct stream *in, struct stream *out, struct stream *err)
{
	while (out->fd >= 0 || err->fd >= 0) {
		struct pollfd fds[] = {
			{in->fd, POLLOUT, 0},
			{out->fd, POLLIN, 0},
			{err->fd, POLLIN, 0},
		};

		if (poll(fds, COUNT(fds), -1) < 0)
			continue;
		if (fds[0].revents)
			stream_write(in);
		if (fds[1].revents)
			stream_read(out);
		if (fds[2].revents)
			stream_read(err);
	}
	if (in->fd >= 0)
		close(in->fd);
}

static char *
copy_of(const char *text)
{
	char *copy = strdup(text);

	assert_non_null(copy);
	return copy;
}

void
test_run(struct test_run *run, const char *dir, const char *const *argv,
	 const char *input)
{
	int in[2], out[2], err[2], status;
	struct stream to, from, errors;
	char *text = copy_of(input ? input : "");
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	pid_t pid;

	assert_return_code(pipe2(in, O_CLOEXEC), errno);
	assert_return_code(pipe2(out, O_CLOEXEC), errno);
	assert_return_code(pipe2(err, O_CLOEXEC), errno);
	pid = fork();
	assert_return_code(pid, errno);
	if (pid == 0)
		become(dir, argv, in[0], out[1], err[1]);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	assert_return_code(fcntl(in[1], F_SETFL, O_NONBLOCK), errno);

	to = (struct stream){in[1], text, strlen(text)};
	from = (struct stream){out[0], copy_of(""), 0};
	errors = (struct stream){err[0], copy_of(""), 0};
	if (to.size == 0) {
		close(to.fd);
		to.fd = -1;
	}
	converse(&to, &from, &errors);
	while (waitpid(pid, &status, 0) < 0)
		assert_int_equal(errno, EINTR);
	signal(SIGPIPE, before);
	free(text);

	run->out = from.bytes;
	run->out_size = from.size;
	run->err = errors.bytes;
	run->err_size = errors.size;
	run->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
					  : WEXITSTATUS(status);
}

void
test_run_release(struct test_run *run)
{
	free(run->out);
	free(run->err);
	*run = (struct test_run){0};
}
