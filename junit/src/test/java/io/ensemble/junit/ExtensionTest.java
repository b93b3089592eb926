package io.ensemble.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.ensemble.client.Ensemble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What is left of the members when a class of tests has ended. */
class ExtensionTest {
    private static @Nullable TestMembers used;
    private static @Nullable Path folder;
    private static long pid;
    private static final List<Ensemble> CLIENTS = new ArrayList<>();

    /** Run by the test below only: its name does not end as those of tests do. */
    @EnsembleTest(members = 1)
    static class Cases {
        @BeforeAll
        static void shared(TestMembers members, Ensemble client) {
            used = members;
            pid = members.pid(1).orElseThrow();
            folder = members.folder(1).getParent().getParent();
            client.create("/shared", null);
        }

        @Test
        void shouldHaveAClientOfItsOwn(Ensemble client) {
            CLIENTS.add(client);
            assertThat(client.exists("/shared")).isPresent();
        }

        @Test
        void shouldFail() {
            throw new AssertionError("on purpose");
        }

        @Nested
        class Inner {
            @Test
            void shouldHaveTheSameMembers(TestMembers members) {
                assertThat(members).isSameAs(used);
            }
        }
    }

    private static EngineExecutionResults run(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter").selectors(selector).execute();
    }

    /** The system takes a moment to forget a process that has ended. */
    private static void awaitEnd() {
        await().until(() ->
                ProcessHandle.of(pid).map(process -> !process.isAlive()).orElse(true));
    }

    @Test
    void shouldEndMembersAndClientsAndKeepFoldersOfFailures() throws Exception {
        run(selectMethod(Cases.class, "shouldHaveAClientOfItsOwn", Ensemble.class.getName()))
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(1).failed(0));
        awaitEnd();
        assertThat(folder).doesNotExist();
        assertThat(CLIENTS).allMatch(client -> client.certain().isZero());

        run(selectClass(Cases.class))
                .testEvents()
                .assertStatistics(tests -> tests.succeeded(2).failed(1));
        awaitEnd();
        assertThat(folder).isNotEmptyDirectory();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
