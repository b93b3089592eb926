package io.ensemble.shaded.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ensemble.junit.EnsembleTest;
import io.ensemble.junit.TestMembers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar as its users have it: beside libraries that the client itself could not live with. */
@EnsembleTest(members = 1)
class ShadedClientTest {
    private static final Path JAR = Path.of(System.getProperty("shaded.jar"));
    private static final Path OLD = Path.of(System.getProperty("shaded.old"));

    @Test
    void shouldWorkBesideOldVersions(TestMembers members) throws Exception {
        assertThat(run(members, Stream.concat(oldJars(), Stream.of(JAR))))
                .isEqualTo("grpc-api-1.26.0.jar protobuf-java-3.6.1.jar netty-all-4.1.42.Final.jar guava-20.0.jar");
    }

    @Test
    void shouldWorkAlsoWhereItComesFirst(TestMembers members) throws Exception {
        assertThat(run(members, Stream.concat(Stream.of(JAR), oldJars()))).startsWith("grpc-api-1.26.0.jar ");
    }

    /** Else the tests above would show nothing. */
    @Test
    void shouldBeNeededForThat(TestMembers members) {
        assertThat(catchThrowable(() -> run(members, Stream.concat(oldJars(), ownJars()))))
                .isNotNull();
    }

    @Test
    void shouldHaveNothingUnderNamesOfOthers() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .toList();
            assertThat(names)
                    .contains("META-INF/services/io.ensemble.shaded.grpc.ManagedChannelProvider")
                    .contains("io/ensemble/client/Ensemble.class", "META-INF/NOTICE")
                    .noneMatch(name -> name.contains("/cli/") || name.contains("/state/"))
                    .allMatch(name -> name.startsWith("io/ensemble/")
                            || name.startsWith("META-INF/services/io.ensemble.shaded.")
                            || List.of("META-INF/NOTICE", "META-INF/MANIFEST.MF")
                                    .contains(name));
        }
    }

    private static String run(TestMembers members, Stream<Path> jars) throws Exception {
        Path self = Path.of(ShadedClientTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        URL[] all =
                Stream.concat(Stream.of(self), jars).map(ShadedClientTest::url).toArray(URL[]::new);
        try (URLClassLoader own = new URLClassLoader(all, ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked")
            Function<String, String> application =
                    (Function<String, String>) own.loadClass("io.ensemble.shaded.test.OldApplication")
                            .getConstructor()
                            .newInstance();
            return application.apply(members.connectString());
        }
    }

    private static Stream<Path> oldJars() {
        try (Stream<Path> files = Files.list(OLD)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client as it is, with the libraries that it was built with. */
    private static Stream<Path> ownJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
