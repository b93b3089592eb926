package io.ensemble.server.zookeeper.word;

import java.util.List;

/** The text of {@code envi}; clients parse its line {@code zookeeper.version}. */
final class Environment {
    private static final List<String> PROPERTIES = List.of(
            "java.version",
            "java.vendor",
            "java.home",
            "java.class.path",
            "java.library.path",
            "java.io.tmpdir",
            "java.compiler",
            "os.name",
            "os.arch",
            "os.version",
            "user.name",
            "user.home",
            "user.dir");
    private static final String UNKNOWN = "<NA>";

    private Environment() {}

    static String text(String version) {
        StringBuilder text = new StringBuilder("Environment:\n");
        append(text, "zookeeper.version", version);
        append(text, "host.name", HostName.VALUE);
        for (String property : PROPERTIES) {
            append(text, property, System.getProperty(property, UNKNOWN));
        }
        Runtime runtime = Runtime.getRuntime();
        append(text, "os.memory.free", megabytes(runtime.freeMemory()));
        append(text, "os.memory.max", megabytes(runtime.maxMemory()));
        append(text, "os.memory.total", megabytes(runtime.totalMemory()));
        return text.toString();
    }

    private static void append(StringBuilder text, String key, String value) {
        text.append(key).append('=').append(value).append('\n');
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + "MB";
    }
}
