package io.ensemble.chaos.chaos.fault;

import io.ensemble.chaos.chaos.net.LinkProxies;
import java.io.IOException;
import java.util.Locale;

/** What goes between members arrives late, in part, or not as it was sent. */
enum LinkFault implements Fault {
    /** A tenth to a third of the packets that reach one member get lost. */
    LOSSY,
    /** Little leaves the leader. */
    SLOW_LEADER,
    /** Bytes between all members are late by some tens of milliseconds. */
    DELAYED,
    /** Some bytes between members change on the way, where no checksum of the network notices. */
    CORRUPT;

    private static final double LOSS_MIN = 0.1;
    private static final int KILOBITS_MIN = 256;
    private static final int DELAY_MS_MAX = 80;
    private static final double CORRUPT_PER_READ = 0.01;

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + (name().endsWith("LEADER") ? "" : "-links");
    }

    @Override
    public Need need() {
        return Need.NETWORK;
    }

    @Override
    public boolean leavesQuorum() {
        return false; // Not for long, but TCP backs off for seconds where much gets lost.
    }

    /** What is led through this program comes from its address, and no rule knows it then. */
    @Override
    public boolean goesWith(Fault other) {
        boolean redirects = this == DELAYED || this == CORRUPT;
        return !redirects || (other != LOSSY && !(other instanceof NetworkFault));
    }

    @Override
    public void strike(Site site, Target target) throws IOException, InterruptedException {
        switch (this) {
            case LOSSY -> {
                double loss = LOSS_MIN * (1 + target.upTo(3));
                site.note(target.any(site), "loses " + Math.round(loss * 100) + " % of what others send it");
                site.network().lose(target.any(site), loss);
                site.expectPackets("lost");
            }
            case SLOW_LEADER -> {
                int leader = target.leader(site);
                int kilobits = KILOBITS_MIN << target.upTo(4);
                site.note(leader, "sends no more than " + kilobits + " kbit/s");
                site.network().slow(leader, kilobits);
                site.effects().expect("times full", () -> site.network().waits(leader));
            }
            case DELAYED -> {
                int delay = 1 + target.upTo(DELAY_MS_MAX);
                site.note(null, "links late by " + delay + " ms and as much again at times");
                site.redirect(new LinkProxies.Trouble(delay, delay, 0, target.pick()));
                site.effects().expect("reads late", site::readsLate);
            }
            case CORRUPT -> {
                site.note(null, "links change bytes");
                site.redirect(new LinkProxies.Trouble(0, 0, CORRUPT_PER_READ, target.pick()));
                site.effects().expect("bytes changed", site::readsChanged);
            }
        }
    }
}
