package io.ensemble.chaos.chaos.plant;

/**
 * A change of one source file.
 *
 * @param file from the clone's root on
 * @param from what stands there, exactly once
 * @param to what takes its place
 */
record Edit(String file, String from, String to) {
    private static final String SERVER = "ensemble-server/src/main/java/io/ensemble/server/";
    private static final String STATE = "state-machine/src/main/java/io/ensemble/state/";
    private static final String PROTOCOL = "protocol/src/main/java/io/ensemble/protocol/";

    static Edit server(String file, String from, String to) {
        return new Edit(SERVER + file + ".java", from, to);
    }

    static Edit state(String file, String from, String to) {
        return new Edit(STATE + file + ".java", from, to);
    }

    static Edit protocol(String file, String from, String to) {
        return new Edit(PROTOCOL + file + ".java", from, to);
    }

    /** Takes guards of the member out. */
    static Edit withoutGuards(String... guards) {
        return without("MemberGuard", guards);
    }

    /** Takes guards of apply out. */
    static Edit withoutApplyGuards(String... guards) {
        return without("ApplyGuard", guards);
    }

    private static Edit without(String type, String... guards) {
        String named = type + "." + String.join(", " + type + ".", guards);
        return server(
                "main/RunningMember",
                type + ".ALL,",
                "java.util.EnumSet.complementOf(java.util.EnumSet.of(" + named + ")),");
    }

    /** @throws IllegalStateException where the source is not what the change was made for */
    String applied(String source) {
        int at = source.indexOf(from);
        if (at < 0 || source.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException(file + " has " + (at < 0 ? "no" : "more than one") + " \"" + from.strip()
                    + "\": the plant must be made anew for what is there now");
        }
        return source.substring(0, at) + to + source.substring(at + from.length());
    }
}
