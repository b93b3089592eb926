package io.ensemble.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {
    private static final Path MANUAL = Path.of("../docs/CONFIGURATION.md");

    @Test
    void shouldListEveryKeyOnce() throws IllegalAccessException {
        List<ConfigKey> declared = new ArrayList<>();
        for (Field field : ConfigKeys.class.getDeclaredFields()) {
            if (field.getType() == ConfigKey.class) {
                declared.add((ConfigKey) field.get(null));
            }
        }

        assertThat(ConfigKeys.ALL).containsExactlyElementsOf(declared);
        assertThat(ConfigKeys.ALL).extracting(ConfigKey::name).doesNotHaveDuplicates();
    }

    @Test
    void shouldHaveDefaultsWithinTheirLimits() {
        for (ConfigKey key : ConfigKeys.ALL) {
            String standard = key.standard();
            if (standard != null) {
                long value = switch (key.kind()) {
                    case NUMBER -> Long.parseLong(standard);
                    case SIZE -> Sizes.parse(standard);
                    case TEXT -> standard.length();
                };
                assertThat(value).as(key.name()).isBetween(key.min(), key.max());
            }
        }
    }

    /** Where it differs, the new text is in target/CONFIGURATION.md, to be copied over the old one. */
    @Test
    void shouldBeWhatTheManualSays() throws IOException {
        String text =
                "# Configuration\n\nOne member is started with one YAML file: `./ensemble server --config FILE`. These"
                        + " are all of its keys; a dot stands\nfor a group (`client: { port: 2181 }`), and `members[]` for each"
                        + " entry of the list of members, which must be the same on\nevery member. A key that is not listed here is"
                        + " an error. A size may have KiB, MiB or GiB behind it.\n\n" + ConfigKeys.manual();
        Files.writeString(Path.of("target/CONFIGURATION.md"), text);

        assertThat(MANUAL).hasContent(text);
    }
}
