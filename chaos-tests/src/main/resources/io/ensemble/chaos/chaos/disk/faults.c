/*
 * Faults of a disk and of the wall clock for one process, loaded by LD_PRELOAD. What is to go wrong is in a file of 96
 * bytes (ENSEMBLE_FAULTS), mapped, so that it can be changed while the process runs; files below ENSEMBLE_FAULTS_UNDER are
 * hit. The monotonic clock is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
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
    /* What was met, counted here: a fault that meets nothing is none. */
    volatile int32_t syncs_hit;
    volatile int32_t writes_hit;
    volatile int32_t clocks_hit;
    volatile int32_t loaded_by; /* the process that this library was loaded by last */
    volatile int32_t wrote_half; /* whether the full disk has taken half of a write already */
    volatile int32_t reserved[3];
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
        faults->loaded_by = getpid();
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
    __sync_fetch_and_add(&f->syncs_hit, 1);
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

/* Whether a full disk hits this path or file. */
static int is_full_for(int hit_it) {
    if (faults->write_errno == 0 || !hit_it) {
        return 0;
    }
    __sync_fetch_and_add(&faults->writes_hit, 1);
    errno = faults->write_errno;
    return 1;
}

static int is_below(const char *path) {
    return strncmp(path, under, strlen(under)) == 0;
}

/* 0: go on; 1: write only the first half, as a disk does that fills up; -1: fail */
static int before_write(int fd, size_t count) {
    if (faults->write_errno == 0 || !hit(fd)) {
        return 0;
    }
    if (count > 1 && __sync_bool_compare_and_swap(&faults->wrote_half, 0, 1)) {
        return 1;
    }
    return is_full_for(1) ? -1 : 0;
}

#define REAL_ONCE(name)                                                                                                \
    static __typeof__(&name) real;                                                                                     \
    if (real == NULL) {                                                                                                \
        real = REAL(name);                                                                                             \
    }

#define WRITE(name, size, call)                                                                                        \
    {                                                                                                                  \
        REAL_ONCE(name)                                                                                                \
        int said = before_write(fd, size);                                                                             \
        if (said > 0) {                                                                                                \
            count = count / 2;                                                                                         \
        }                                                                                                              \
        return said < 0 ? -1 : real call;                                                                              \
    }

ssize_t write(int fd, const void *bytes, size_t count) WRITE(write, count, (fd, bytes, count))
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) WRITE(pwrite, count, (fd, bytes, count, at))
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) WRITE(pwrite64, count, (fd, bytes, count, at))
ssize_t writev(int fd, const struct iovec *parts, int count) WRITE(writev, count, (fd, parts, count))

int posix_fallocate(int fd, off_t from, off_t count) {
    REAL_ONCE(posix_fallocate)
    return faults->write_errno != 0 && is_full_for(hit(fd)) ? faults->write_errno : real(fd, from, count);
}

int fallocate(int fd, int mode, off_t from, off_t count) {
    REAL_ONCE(fallocate)
    return faults->write_errno != 0 && is_full_for(hit(fd)) ? -1 : real(fd, mode, from, count);
}

int mkdir(const char *path, mode_t mode) {
    REAL_ONCE(mkdir)
    return is_full_for(is_below(path)) ? -1 : real(path, mode);
}

/* A new file needs a place in its directory. */
#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        REAL_ONCE(name)                                                                                                \
        mode_t mode = 0;                                                                                               \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                           \
            va_list more;                                                                                              \
            va_start(more, flags);                                                                                     \
            mode = va_arg(more, mode_t);                                                                               \
            va_end(more);                                                                                              \
        }                                                                                                              \
        if (faults->write_errno != 0 && (flags & O_CREAT) && is_below(path) && access(path, F_OK) != 0) {              \
            is_full_for(1);                                                                                            \
            return -1;                                                                                                 \
        }                                                                                                              \
        return real(path, flags, mode);                                                                                \
    }

OPEN(open)
OPEN(open64)

/* What is renamed beside the file that is meant: its checksum, a copy for the configuration, what was set aside. */
static int is_companion(const char *path) {
    static const char *const ends[] = {".md5", ".conf", ".damaged"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (length >= end && strcmp(path + length - end, ends[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

int rename(const char *from, const char *to) {
    static __typeof__(&rename) real;
    if (real == NULL) {
        real = REAL(rename);
    }
    int result = real(from, to);
    struct faults *f = faults;
    if (result == 0 && f->stop_at[0] != 0 && strncmp(to, under, strlen(under)) == 0 && strstr(to, f->stop_at) != NULL
            && !is_companion(to)) {
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
        faults->clocks_hit = 1;
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
    int64_t offset = faults->clock_offset_ms;
    if (offset != 0) {
        faults->clocks_hit = 1;
        time->tv_sec += offset / 1000;
    }
    return result;
}
