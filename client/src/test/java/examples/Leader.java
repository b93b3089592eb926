package examples;

import io.ensemble.client.Ensemble;
import io.ensemble.client.recipes.Election;
import io.ensemble.client.recipes.Grant;
import java.util.concurrent.CountDownLatch;

/** An election: start it twice, stop the one that leads, and the other one does. */
public final class Leader {
    static String leadOnce(Ensemble client, String name) throws InterruptedException {
        Election election = new Election(client, "/elections/main", name);
        try (Grant grant = election.lead()) {
            return election.leader().orElseThrow() + " leads since " + grant.token();
        }
    }

    public static void main(String[] args) throws InterruptedException {
        String name = "candidate-" + ProcessHandle.current().pid();
        try (Ensemble client = Ensemble.connect(args[0])) {
            Election election = new Election(client, "/elections/main", name);
            while (true) {
                System.out.println(
                        name + " stands; leading is " + election.leader().orElse("nobody"));
                try (Grant grant = election.lead()) {
                    System.out.println(name + " leads");
                    CountDownLatch lost = new CountDownLatch(1);
                    grant.onLost(lost::countDown);
                    lost.await();
                    System.out.println(name + " leads no longer");
                }
            }
        }
    }
}
