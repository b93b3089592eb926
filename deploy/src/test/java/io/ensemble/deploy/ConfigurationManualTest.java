package io.ensemble.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.config.ConfigKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manual has the keys that the loader knows; {@code -Densemble.manual=write} puts them there. */
class ConfigurationManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "CONFIGURATION.md");
    private static final String BEGIN = "<!-- keys: written by ConfigurationManualTest -->\n";
    private static final String END = "<!-- end of keys -->\n";

    @Test
    void shouldHaveEveryKey() throws IOException {
        String manual = Files.readString(MANUAL);
        int from = manual.indexOf(BEGIN) + BEGIN.length();
        int to = manual.indexOf(END);
        if ("write".equals(System.getProperty("ensemble.manual"))) {
            Files.writeString(MANUAL, manual.substring(0, from) + ConfigKeys.manual() + manual.substring(to));
            return;
        }
        assertThat(manual.substring(from, to))
                .as("./mvnw -pl deploy -am test -Dtest=ConfigurationManualTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Densemble.manual=write brings docs/CONFIGURATION.md up to date")
                .isEqualTo(ConfigKeys.manual());
    }
}
