package io.ensemble.chaos.chaos.fault;

import java.io.IOException;
import java.util.Locale;

/** Disks fail, fill up or are slow, files are damaged or gone, and wall clocks jump. */
enum DiskFault implements Fault {
    FSYNC_FAILS_LEADER,
    FSYNC_FAILS_ANY,
    SLOW_FSYNC_LEADER,
    SLOW_FSYNC_ALL,
    /** The leader's fsyncs do not come back for a long time. */
    STUCK_FSYNC_LEADER,
    DISK_FULL_LEADER,
    DISK_FULL_ANY,
    /** A member's wall clock jumps by hours, or back. */
    CLOCK_JUMP,
    /** All wall clocks jump to and fro. */
    CLOCK_STROBE,
    /** A bit flips in a file of a member that is down, or the file is gone; it must refuse to start, or repair it. */
    DAMAGED_FILE,
    /** A member's folder is empty when it comes back: it waits, or is taken in anew, and votes for nobody. */
    WIPED_MEMBER;

    private static final int SLOW_MS = 100;
    private static final int STUCK_MS = 15_000;
    private static final long HOUR_MS = 3_600_000;

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Need need() {
        return this == DAMAGED_FILE || this == WIPED_MEMBER ? Need.NOTHING : Need.PROCESS;
    }

    @Override
    public boolean leavesQuorum() {
        return this != SLOW_FSYNC_ALL;
    }

    @Override
    public void strike(Site site, Target target) throws IOException, InterruptedException {
        int member = name().endsWith("LEADER") ? target.leader(site) : target.any(site);
        switch (this) {
            case FSYNC_FAILS_LEADER, FSYNC_FAILS_ANY -> {
                site.note(member, "fsync fails");
                site.mustHalt(member, site.faults(member)::syncsHit);
                site.effects().expect("fsyncs failed", site.faults(member)::syncsHit);
                site.faults(member).failFsyncs();
            }
            case SLOW_FSYNC_LEADER -> slow(site, member, SLOW_MS * (1 + target.upTo(10)));
            case SLOW_FSYNC_ALL -> {
                for (int each = 1; each <= site.members(); each++) {
                    slow(site, each, SLOW_MS * (1 + target.upTo(5)));
                }
            }
            case STUCK_FSYNC_LEADER -> {
                site.mayEnd(member);
                slow(site, member, STUCK_MS);
            }
            case DISK_FULL_LEADER, DISK_FULL_ANY -> {
                site.note(member, "disk full");
                site.mustHalt(member, site.faults(member)::writesHit);
                site.effects().expect("writes failed", site.faults(member)::writesHit);
                site.faults(member).failWrites();
            }
            case CLOCK_JUMP -> shift(site, member, (target.upTo(2) * 2 - 1) * (1 + target.upTo(30)) * HOUR_MS);
            case CLOCK_STROBE -> {
                site.note(null, "all wall clocks jump to and fro by an hour");
                for (int each = 1; each <= site.members(); each++) {
                    looks(site, each);
                }
            }
            case DAMAGED_FILE -> new FileDamage(site, member, target).strike();
            case WIPED_MEMBER -> {
                if (site.wipe(member)) {
                    site.effects().happened("wiped");
                }
            }
        }
    }

    @Override
    public void goOn(Site site, Target target, int turn) {
        if (this == CLOCK_STROBE) {
            for (int each = 1; each <= site.members(); each++) {
                site.faults(each).shiftClock((turn + each) % 2 * HOUR_MS);
            }
        }
    }

    private static void slow(Site site, int member, int delayMs) throws IOException, InterruptedException {
        site.note(member, "fsync takes " + delayMs + " ms");
        site.effects().expect("fsyncs late", site.faults(member)::syncsHit);
        site.faults(member).delayFsyncs(delayMs);
    }

    private static void shift(Site site, int member, long offsetMs) throws IOException, InterruptedException {
        site.note(member, "wall clock off by " + offsetMs / 1000 + " s");
        looks(site, member);
        site.faults(member).shiftClock(offsetMs);
    }

    private static void looks(Site site, int member) throws IOException, InterruptedException {
        site.faults(member).forgetClocksHit();
        site.effects().expect("wall clocks looked at", () -> site.faults(member).clocksHit() ? 1 : 0);
    }
}
