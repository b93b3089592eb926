package io.ensemble.deploy.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a member is started: this JVM's java and class path, and the options that suit several members on one machine.
 *
 * @param options before the main class
 * @param archive of the classes on the class path
 */
record JavaCommand(Path java, String classPath, String mainClass, List<String> options, ClassArchive archive) {
    private static final String MAIN = "io.ensemble.server.main.Main";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** The member's command line with what this launcher itself runs with. */
    static JavaCommand ofThisJvm() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx512m",
                // Three members start at once on few cores: G1's threads cost more than they give.
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8"));
        int feature = Runtime.version().feature();
        if (feature >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return new JavaCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                jarFolder().map(folder -> folder + "/*").orElseGet(() -> System.getProperty("java.class.path")),
                MAIN,
                options,
                jarFolder().map(ClassArchive::of).orElse(ClassArchive.NONE));
    }

    /** The folder that all jars are in; empty where this runs from classes. */
    private static Optional<Path> jarFolder() {
        try {
            Path source = Path.of(JavaCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(source) ? Optional.ofNullable(source.getParent()) : Optional.empty();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The words of the command that runs a member; the first one may have to write the archive of classes. */
    List<String> of(Path config, Path logFolder, boolean first) {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: the terminal's Ctrl-C reaches the launcher only, which then stops members in order.
            words.add(SETSID.toString());
        }
        words.add(java.toString());
        words.addAll(options);
        words.addAll(archive.options(first));
        words.add("-Dlogback.configurationFile=logback-file.xml");
        words.add("-Densemble.log.folder=" + logFolder);
        words.addAll(List.of("-cp", classPath, mainClass, "server", "--config", config.toString()));
        return words;
    }
}
