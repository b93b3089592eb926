/*
 * Faults of a disk and of the wall clock for one process, loaded by LD_PRELOAD. What is to go wrong is in a file of 64
 * bytes (ENSEMBLE_FAULTS), mapped, so that it can be changed while the process runs; files below ENSEMBLE_FAULTS_UNDER are
 * hit. The monotonic clock is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct faults {
    volatile int32_t fsync_errno;    /* fsync and its like fail with this */
    volatile int32_t fsync_delay_ms; /* and take so much longer */
    volatile int64_t clock_offset_ms;
    volatile int32_t write_errno; /* writes fail with this */
    volatile int32_t fsync_lies;  /* fsync says that it has been done, and does nothing */
    volatile int32_t stopped;     /* set here, once the process has stopped at a rename */
    volatile int32_t unused;
    char stop_at[32]; /* stops the process right behind the next rename to a name that contains this */
};

static struct faults none;
static struct faults *faults = &none;
static const char *under = "";

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("ENSEMBLE_FAULTS");
    const char *below = getenv("ENSEMBLE_FAULTS_UNDER");
    int fd = file == NULL ? -1 : open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0 || below == NULL) {
        return;
    }
    void *map = mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map != MAP_FAILED) {
        under = below;
        faults = map;
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int hit(int fd) {
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    return strncmp(path, under, strlen(under)) == 0;
}

/* 0: go on; 1: say that it is done; -1: fail */
static int before_sync(int fd) {
    struct faults *f = faults;
    if ((f->fsync_errno | f->fsync_delay_ms | f->fsync_lies) == 0 || !hit(fd)) {
        return 0;
    }
    /* In small steps, so that it ends when it is taken back. */
    for (int waited = 0; waited < f->fsync_delay_ms; waited++) {
        struct timespec step = {0, 1000000L};
        nanosleep(&step, NULL);
    }
    if (f->fsync_errno != 0) {
        errno = f->fsync_errno;
        return -1;
    }
    return f->fsync_lies ? 1 : 0;
}

#define SYNC(name, call)                                                                                               \
    {                                                                                                                  \
        static __typeof__(&name) real;                                                                                 \
        if (real == NULL) {                                                                                            \
            real = REAL(name);                                                                                         \
        }                                                                                                              \
        int said = before_sync(fd);                                                                                    \
        return said == 0 ? real call : said > 0 ? 0 : -1;                                                              \
    }

int fsync(int fd) SYNC(fsync, (fd))
int fdatasync(int fd) SYNC(fdatasync, (fd))
int sync_file_range(int fd, off64_t offset, off64_t count, unsigned flags)
    SYNC(sync_file_range, (fd, offset, count, flags))

static int write_fails(int fd) {
    if (faults->write_errno == 0 || !hit(fd)) {
        return 0;
    }
    errno = faults->write_errno;
    return 1;
}

#define WRITE(name, call)                                                                                              \
    {                                                                                                                  \
        static __typeof__(&name) real;                                                                                 \
        if (real == NULL) {                                                                                            \
            real = REAL(name);                                                                                         \
        }                                                                                                              \
        return write_fails(fd) ? -1 : real call;                                                                       \
    }

ssize_t write(int fd, const void *bytes, size_t count) WRITE(write, (fd, bytes, count))
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) WRITE(pwrite, (fd, bytes, count, at))
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) WRITE(pwrite64, (fd, bytes, count, at))
ssize_t writev(int fd, const struct iovec *parts, int count) WRITE(writev, (fd, parts, count))

int rename(const char *from, const char *to) {
    static __typeof__(&rename) real;
    if (real == NULL) {
        real = REAL(rename);
    }
    int result = real(from, to);
    struct faults *f = faults;
    if (result == 0 && f->stop_at[0] != 0 && strncmp(to, under, strlen(under)) == 0 && strstr(to, f->stop_at) != NULL) {
        f->stop_at[0] = 0;
        f->stopped = 1;
        kill(getpid(), SIGSTOP);
    }
    return result;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static __typeof__(&clock_gettime) real;
    if (real == NULL) {
        real = REAL(clock_gettime);
    }
    int result = real(clock, time);
    int64_t offset = faults->clock_offset_ms;
    if (result == 0 && offset != 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        time->tv_sec += offset / 1000;
    }
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    static __typeof__(&gettimeofday) real;
    if (real == NULL) {
        real = REAL(gettimeofday);
    }
    int result = real(time, zone);
    time->tv_sec += faults->clock_offset_ms / 1000;
    return result;
}
