package io.ensemble.state.command;

import org.jspecify.annotations.Nullable;

/**
 * What must be so of one znode for a branch to be taken. Of a znode that is not there only {@link Kind#ABSENT} holds.
 * Immutable; arrays must not be changed by anybody.
 *
 * @param value what is compared with, but for {@link Kind#DATA}; 0 for EXISTS and ABSENT
 * @param data what {@link Kind#DATA} compares with: null stands for a znode that was given none
 */
public record Condition(String path, Kind kind, long value, byte @Nullable [] data) {

    /** What is looked at; the numbers are those of the log. */
    public enum Kind {
        EXISTS(1),
        ABSENT(2),
        VERSION(3),
        CVERSION(4),
        /** The zxid that created it: tells a znode from one that was there before it under the same name. */
        CZXID(5),
        /** The zxid that changed its data last. */
        MZXID(6),
        /** The session whose ephemeral it is; 0 for none. */
        OWNER(7),
        DATA(8);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** The kind of a number, or null where there is none. */
        public static @Nullable Kind of(int number) {
            return number < 1 || number > values().length ? null : values()[number - 1];
        }
    }
}
