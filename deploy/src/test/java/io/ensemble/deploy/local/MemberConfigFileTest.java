package io.ensemble.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.server.config.ConfigException;
import io.ensemble.server.config.ConfigLoader;
import io.ensemble.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher writes is what a member reads. */
class MemberConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeReadByTheMember() throws IOException, ConfigException {
        LocalLayout layout = new LocalLayout(folder.resolve("it's here"), 5, 3_000, 7_000);
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, MemberConfigFile.of(layout, 4));

        ServerConfig config = ConfigLoader.load(file);

        assertThat(config.number()).isEqualTo(4);
        assertThat(config.dataDir()).isEqualTo(layout.folder(4).resolve("state"));
        assertThat(config.client().port()).isEqualTo(3_003);
        assertThat(config.client().host()).isEqualTo("127.0.0.1");
        assertThat(config.admin().port()).isEqualTo(7_003);
        assertThat(config.peerHost()).isEqualTo("127.0.0.1");
        assertThat(config.members())
                .hasSize(5)
                .contains(new ServerConfig.MemberConfig(1, "127.0.0.1", 4_000, 5_000, 6_000));
    }
}
