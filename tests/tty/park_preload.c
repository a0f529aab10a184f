/*
 * For LD_PRELOAD, a control: the cursor rests in the corner of the screen, as
 * programs leave it that mark the focus by its looks alone.
 */
#include <curses.h>
#include <dlfcn.h>
#include <unistd.h>

static void
put(const char *bytes, size_t n)
{
	if (write(STDOUT_FILENO, bytes, n) < 0)
		return;
}

int
wrefresh(WINDOW *window)
{
	static int (*real)(WINDOW *);
	int status;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "wrefresh");
	put("\0338", 2);
	status = real(window);
	put("\0337\033[999;999H", 12);
	return status;
}
