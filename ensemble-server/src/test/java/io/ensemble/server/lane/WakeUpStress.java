package io.ensemble.server.lane;

import io.ensemble.server.replica.Link;
import io.ensemble.server.replica.Links;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The apply thread adds a link while the lane begins to wait for something: one of the two must see the other. Run by
 * command (docs/TESTING.md).
 */
public final class WakeUpStress {
    private WakeUpStress() {}

    /** The rule as it is: the lane looks at the chain behind the raising. */
    @JCStressTest
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "the writer wakes the lane, the lane sees the link, or both")
    @State
    public static class Rule {
        private final Link first = Links.link(1);
        private final Link second = Links.link(2);
        private final WakeRule rule = new WakeRule();

        public Rule() {
            rule.at(first);
        }

        @Actor
        public void apply(ZZ_Result result) {
            Links.append(first, second);
            result.r1 = rule.mustWake(second, Integer.MAX_VALUE);
        }

        @Actor
        public void lane(ZZ_Result result) {
            rule.raise();
            result.r2 = first.next() != null;
        }
    }

    /** The lane looks first and raises then: the lost wake-up must turn up, or the test above proves nothing. */
    @JCStressTest
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the wake-up is lost, as expected")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "it went well by luck")
    @State
    public static class LookBeforeRaising {
        private final Link first = Links.link(1);
        private final Link second = Links.link(2);
        private final WakeRule rule = new WakeRule();

        public LookBeforeRaising() {
            rule.at(first);
        }

        @Actor
        public void apply(ZZ_Result result) {
            Links.append(first, second);
            result.r1 = rule.mustWake(second, Integer.MAX_VALUE);
        }

        @Actor
        public void lane(ZZ_Result result) {
            result.r2 = first.next() != null;
            rule.raise();
        }
    }
}
