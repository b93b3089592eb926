package io.ensemble.deploy.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a member is started: this JVM's java and class path, and the options that suit several members on one machine.
 *
 * @param options before the main class
 * @param archive of the classes on the class path
 */
record JavaCommand(Path java, String classPath, String mainClass, List<String> options, ClassArchive archive) {
    private static final String MAIN = "io.ensemble.server.main.Main";
    private static final String SERVER_JAR = "ensemble-server-";
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** The member's command line with what this launcher itself runs with. */
    static JavaCommand ofThisJvm() {
        return of(jarFolder());
    }

    /** The same with the jars of an installed Ensemble. */
    static JavaCommand ofJars(Path folder) {
        if (!hasServer(folder)) {
            throw new LocalException("there is no " + SERVER_JAR + "*.jar in " + folder);
        }
        return of(Optional.of(folder));
    }

    private static JavaCommand of(Optional<Path> jars) {
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
                jars.map(folder -> folder + "/*").orElseGet(() -> System.getProperty("java.class.path")),
                MAIN,
                options,
                jars.map(ClassArchive::of).orElse(ClassArchive.NONE));
    }

    /** The folder that all jars are in; empty where there is none: from classes, or where each jar has its own place. */
    private static Optional<Path> jarFolder() {
        try {
            Path source = Path.of(JavaCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(source.getParent())
                    .filter(folder -> Files.isRegularFile(source) && hasServer(folder));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasServer(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(SERVER_JAR));
        } catch (IOException e) {
            return false;
        }
    }

    /** The same, but it compiles less: what that costs would not pay off in the seconds that a test takes. */
    JavaCommand forShortRuns() {
        List<String> more = new ArrayList<>(options);
        more.add("-XX:TieredStopAtLevel=1");
        return new JavaCommand(java, classPath, mainClass, more, archive);
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
