package io.ensemble.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.state.State;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigKeysTest {
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
    void shouldNameTheNewestRules() {
        assertThat(ConfigKeys.RULES_VERSION.max()).isEqualTo(State.RULES_VERSION_MAX);
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
}
