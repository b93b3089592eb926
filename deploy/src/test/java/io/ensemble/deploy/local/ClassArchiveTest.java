package io.ensemble.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path folder;

    private Path jar;
    private ClassArchive archive;

    @BeforeEach
    void makeJars() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("lib"));
        jar = Files.createFile(jars.resolve("a.jar"));
        archive = ClassArchive.of(jars);
    }

    @Test
    void shouldBeWrittenByOneMemberAndThenReadByAll() throws IOException {
        assertThat(archive.options(false)).isEmpty();

        writeAs(archive.options(true).get(0));
        archive.ended(true);

        assertThat(archive.options(false)).singleElement().asString().startsWith("-XX:SharedArchiveFile=" + folder);
        assertThat(archive.options(true)).isEqualTo(archive.options(false));
    }

    @Test
    void shouldNotBeKeptWhenItsWriterWasKilled() throws IOException {
        writeAs(archive.options(true).get(0));
        archive.ended(false);

        assertThat(archive.options(false)).isEmpty();
    }

    @Test
    void shouldNotOutliveTheJars() throws IOException {
        writeAs(archive.options(true).get(0));
        archive.ended(true);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis() + 60_000));

        assertThat(archive.options(false)).isEmpty();
    }

    @Test
    void shouldDoWithout() {
        ClassArchive.NONE.ended(true);
        assertThat(ClassArchive.NONE.options(true)).isEmpty();
    }

    private static void writeAs(String option) throws IOException {
        assertThat(option).startsWith("-XX:ArchiveClassesAtExit=");
        Files.createFile(Path.of(option.substring(option.indexOf('=') + 1)));
    }
}
