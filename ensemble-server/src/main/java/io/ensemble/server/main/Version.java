package io.ensemble.server.main;

/** Which program this is. */
final class Version {
    /** As the build names it. */
    static final String NUMBER = numberOf(Version.class.getPackage());
    /** The day from which the build's outputs are stamped, so that equal sources give equal files. */
    static final String BUILT = "2026-01-01 00:00 UTC";

    private Version() {}

    private static String numberOf(Package of) {
        String number = of.getImplementationVersion();
        return number == null ? "0.1.0-SNAPSHOT" : number;
    }
}
