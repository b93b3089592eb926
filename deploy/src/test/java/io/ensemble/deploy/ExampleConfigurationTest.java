package io.ensemble.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.config.ConfigException;
import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example configurations are what the real loader takes. */
class ExampleConfigurationTest {

    @ParameterizedTest
    @CsvSource({"three-members, 3", "five-members, 5"})
    void shouldLoadEachMembersFile(String example, int members) throws IOException, ConfigException {
        Set<List<ServerConfig.MemberConfig>> lists = new HashSet<>();
        Set<Integer> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("examples", example))) {
            for (Path file : files.toList()) {
                ServerConfig config = ConfigLoader.load(file);
                lists.add(config.members());
                numbers.add(config.number());
                assertThat(file.getFileName()).hasToString("member-" + config.number() + ".yaml");
            }
        }
        assertThat(numbers).hasSize(members);
        assertThat(lists).as("all members name the same members").hasSize(1);
        assertThat(lists.iterator().next()).hasSize(members);
    }
}
