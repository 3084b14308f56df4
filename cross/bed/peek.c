/*
 * peek read|words|memcpy ADDRESS LENGTH: writes physical memory to standard output, out of /dev/mem.
 *   read    by read()
 *   words   by mmap and aligned 64-bit loads, as it has to be done
 *   memcpy  by mmap and the C library's memcpy, as it must not be done: Device memory answers with SIGBUS
 * The exit code is the errno of what was refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int refused(const char *what)
{
	int code = errno;

	perror(what);
	return code;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: peek read|words|memcpy ADDRESS LENGTH\n", stderr);
		return 1;
	}
	off_t address = (off_t)strtoull(argv[2], NULL, 0);
	size_t length = strtoull(argv[3], NULL, 0);
	uint64_t *copy = malloc(length + sizeof *copy);
	int memory = open("/dev/mem", O_RDONLY);

	if (!copy || memory < 0)
		return refused("open");
	if (!strcmp(argv[1], "read")) {
		if (pread(memory, copy, length, address) != (ssize_t)length)
			return refused("read");
	} else {
		volatile uint64_t *map = mmap(NULL, length, PROT_READ, MAP_SHARED, memory, address);

		if (map == MAP_FAILED)
			return refused("mmap");
		if (!strcmp(argv[1], "words"))
			for (size_t i = 0; i < length / sizeof *copy; i++)
				copy[i] = map[i];
		else
			memcpy(copy, (const void *)map, length);
	}
	return fwrite(copy, 1, length, stdout) == length ? 0 : refused("write");
}
