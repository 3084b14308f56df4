/*
 * openings FILE LIST: prints "ready", and from then on appends a line to LIST whenever somebody closes FILE: "read", or
 * "written" if it was open for writing. It ends by being killed.
 */
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct inotify_event events[16];

	if (argc != 3) {
		fputs("usage: openings FILE LIST\n", stderr);
		return 1;
	}
	int watch = inotify_init();
	FILE *list = fopen(argv[2], "w");

	if (watch < 0 || !list || inotify_add_watch(watch, argv[1], IN_CLOSE) < 0) {
		perror(argv[1]);
		return 1;
	}
	puts("ready");
	fflush(stdout);
	for (;;) {
		/* One file is watched and not a folder: no event has a name behind it. */
		ssize_t length = read(watch, events, sizeof events);

		if (length < 0) {
			perror("read");
			return 1;
		}
		for (ssize_t i = 0; i < length / (ssize_t)sizeof *events; i++)
			fputs(events[i].mask & IN_CLOSE_WRITE ? "written\n" : "read\n", list);
		fflush(list);
	}
}
