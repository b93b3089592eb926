package io.ensemble.client.cli.command;

/** Watches that tell of one change, for commands of other packages. Stateless. */
public final class OnceWatches {
    private OnceWatches() {}

    /** The next child that comes or goes, behind a zxid: told in the shell when it comes, else waited for. */
    public static void children(Context context, String path, long zxid) throws InterruptedException {
        OnceWatch.children(context.client(), path, zxid).goOn(context);
    }
}
