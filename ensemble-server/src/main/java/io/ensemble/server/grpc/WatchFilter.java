package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent.Kind;
import io.ensemble.state.apply.Change;
import java.util.EnumSet;
import java.util.Set;

/** Which changes of its scope a watch wants. Immutable. */
record WatchFilter(Set<Kind> kinds, String namePattern) {
    private static final int CHARACTERS_PER_STEP = 8;

    /** Wants all. */
    static final WatchFilter NONE = new WatchFilter(Set.of(), "");

    static WatchFilter of(Watch watch) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(watch.getKindsList());
        return new WatchFilter(kinds, watch.getNamePattern());
    }

    boolean wants(Change change) {
        return (kinds.isEmpty() || kinds.contains(WatchStream.kind(change))) && wantsName(change.path());
    }

    boolean wantsName(String path) {
        return namePattern.isEmpty() || matches(path, path.lastIndexOf('/') + 1);
    }

    /** How long it takes at most to say whether a name is wanted, in steps of {@link Work}. */
    int steps(String path) {
        return namePattern.length() * (path.length() - path.lastIndexOf('/')) / CHARACTERS_PER_STEP;
    }

    /** Goes back to the last star only: time is at most the product of the two lengths. */
    private boolean matches(String path, int start) {
        int at = start;
        int in = 0;
        int star = -1;
        int resume = start;
        while (at < path.length()) {
            char wanted = in < namePattern.length() ? namePattern.charAt(in) : '\0';
            if (wanted == '*') {
                star = in++;
                resume = at;
            } else if (in < namePattern.length() && (wanted == '?' || wanted == path.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < namePattern.length() && namePattern.charAt(in) == '*') {
            in++;
        }
        return in == namePattern.length();
    }
}
