/* A disk that fails on command, for tests: loaded before libc (LD_PRELOAD), told by `fault_arm` which file operation
 * below a folder is the one that fails, and how. What is not below the folder is never touched.
 *
 * Modes: 0 only count; 1 SIGKILL before the operation; 2 SIGKILL after half of a write; 3 no space left, for all
 * writing from this operation on; 4 no space left once, after half of the write; 5 input/output error once;
 * 6 input/output error for all from this operation on; 7 quota exceeded once.
 * Kinds counted: 1 write, 2 sync, 4 truncate, 8 unlink or rename, 16 open for writing, 32 read.
 *
 * With FAULT_CLOCK in the environment the clock on the wall jumps at every look: back years, on years, never the same. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, NAME = 8, OPEN = 16, READ = 32 };

static char prefix[PATH_MAX];
static long at = -1, seen;
static int mode = -1, mask;

void fault_arm(const char *folder, long which, int how, int kinds) {
    seen = 0;
    at = which;
    mode = how;
    mask = kinds;
    snprintf(prefix, sizeof prefix, "%s", folder);
}

void fault_disarm(void) { mode = -1; }

long fault_seen(void) { return seen; }

static int below(const char *path) { return strncmp(path, prefix, strlen(prefix)) == 0; }

static int fd_below(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlink, link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/* What is to become of an operation: 0 let it through, -1 it dies with errno set, 1 half of it and then death. */
static int fate(int kind) {
    if (!(kind & mask)) return 0;
    long now = seen++;
    int ours = now == at, behind = now >= at;
    switch (mode) {
    case 1:
        if (ours) kill(getpid(), SIGKILL);
        return 0;
    case 2:
        return ours ? 1 : 0;
    case 3:
        if (behind && (kind & (WRITE | TRUNCATE | OPEN))) { errno = ENOSPC; return -1; }
        return 0;
    case 4:
        /* half is written, and the attempt to write the rest is told why */
        if (ours && kind == WRITE) return 1;
        if ((ours || now == at + 1) && (kind & (WRITE | TRUNCATE | OPEN))) { errno = ENOSPC; return -1; }
        return 0;
    case 5:
        if (ours) { errno = EIO; return -1; }
        return 0;
    case 6:
        if (behind) { errno = EIO; return -1; }
        return 0;
    case 7:
        if (ours && (kind & (WRITE | TRUNCATE | OPEN))) { errno = EDQUOT; return -1; }
        return 0;
    default:
        return 0;
    }
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int half_done(void) {
    if (mode == 2) kill(getpid(), SIGKILL);
    return 0;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write);
    if (mode >= 0 && fd_below(fd)) {
        int what = fate(WRITE);
        if (what < 0) return -1;
        if (what > 0) { ssize_t done = real(fd, bytes, size / 2); half_done(); return done; }
    }
    return real(fd, bytes, size);
}

#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *bytes, size_t size, offset_type offset) { \
        REAL(name); \
        if (mode >= 0 && fd_below(fd)) { \
            int what = fate(WRITE); \
            if (what < 0) return -1; \
            if (what > 0) { ssize_t done = real(fd, bytes, size / 2, offset); half_done(); return done; } \
        } \
        return real(fd, bytes, size, offset); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PREAD(name, offset_type) \
    ssize_t name(int fd, void *bytes, size_t size, offset_type offset) { \
        REAL(name); \
        if (mode >= 0 && (mask & READ) && fd_below(fd) && fate(READ)) return -1; \
        return real(fd, bytes, size, offset); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t read(int fd, void *bytes, size_t size) {
    REAL(read);
    if (mode >= 0 && (mask & READ) && fd_below(fd) && fate(READ)) return -1;
    return real(fd, bytes, size);
}

#define ON_FD(name, kind, declared, given) \
    int name declared { \
        REAL(name); \
        if (mode >= 0 && fd_below(fd) && fate(kind)) { half_done(); return -1; } \
        return real given; \
    }
ON_FD(fsync, SYNC, (int fd), (fd))
ON_FD(fdatasync, SYNC, (int fd), (fd))
ON_FD(ftruncate, TRUNCATE, (int fd, off_t size), (fd, size))
ON_FD(ftruncate64, TRUNCATE, (int fd, off64_t size), (fd, size))

int unlink(const char *path) {
    REAL(unlink);
    if (mode >= 0 && below(path) && fate(NAME)) { half_done(); return -1; }
    return real(path);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    if (mode >= 0 && below(to) && fate(NAME)) { half_done(); return -1; }
    return real(from, to);
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        mode_t rights = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            rights = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        static int (*real)(const char *, int, ...); \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        if (mode >= 0 && (flags & (O_WRONLY | O_RDWR)) && below(path) && fate(OPEN)) { half_done(); return -1; } \
        return real(path, flags, rights); \
    }
OPENING(open)
OPENING(open64)

/* Seconds by which this look at the clock is wrong: up to twenty years either way, by a plain row of numbers. */
static long wrong_by(void) {
    static int asked, jumping;
    static unsigned long state = 20311224;
    if (!asked) { jumping = getenv("FAULT_CLOCK") != NULL; asked = 1; }
    if (!jumping) return 0;
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return (long)((state >> 33) % 1261440000UL) - 630720000L;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, clock, now);
    if (!done && clock == CLOCK_REALTIME) now->tv_sec += wrong_by();
    return done;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec found;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &found);
    now->tv_sec = found.tv_sec;
    now->tv_usec = found.tv_nsec / 1000;
    return 0;
}
