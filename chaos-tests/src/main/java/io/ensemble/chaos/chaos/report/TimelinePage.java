package io.ensemble.chaos.chaos.report;

import io.ensemble.chaos.chaos.report.Timeline.Band;
import io.ensemble.chaos.chaos.report.Timeline.Mark;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A run on one page of HTML, with nothing from elsewhere in it. Immutable. */
public final class TimelinePage {
    private static final double PIXELS_PER_SECOND = 24;
    private static final int LEFT = 90;
    private static final int PLOT_HEIGHT = 140;
    private static final int BAND_TOP = 30;
    private static final int PLOT_TOP = 80;
    private static final int MARKS_TOP = PLOT_TOP + PLOT_HEIGHT + 30;
    private static final int MARK_HEIGHT = 18;
    private static final int MEMBERS_MAX = 9;

    private static final String STYLE = """
            body { font: 14px/1.45 system-ui, sans-serif; margin: 24px; color: #1d2733; background: #fff }
            h1 { font-size: 20px; margin: 0 0 4px } h2 { font-size: 16px; margin: 28px 0 8px }
            .ok { color: #1a7f37 } .bad { color: #c4232b }
            .scroll { overflow-x: auto; border: 1px solid #d4dbe3; border-radius: 6px }
            pre { background: #f5f7f9; padding: 12px; border-radius: 6px; overflow-x: auto; font-size: 12.5px }
            table { border-collapse: collapse } td, th { text-align: left; padding: 3px 14px 3px 0; vertical-align: top }
            th { border-bottom: 1px solid #d4dbe3 } td.n { text-align: right; font-variant-numeric: tabular-nums }
            svg text { font: 11px system-ui, sans-serif; fill: #44515f }
            .key { display: inline-block; width: 12px; height: 12px; margin: 0 4px 0 14px; vertical-align: -1px }
            """;

    private final String title;
    private final Timeline timeline;
    private final List<String> violations;
    private final String report;

    /** @param report the verdict in words */
    public TimelinePage(String title, Timeline timeline, List<String> violations, String report) {
        this.title = title;
        this.timeline = timeline;
        this.violations = List.copyOf(violations);
        this.report = report;
    }

    /** The page. */
    public String html() {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<title>chaos: ")
                .append(escape(title))
                .append("</title><style>")
                .append(STYLE);
        html.append("</style></head><body>\n<h1>").append(escape(title)).append("</h1>\n");
        html.append(
                violations.isEmpty() ? "<p class=\"ok\">No rule was broken.</p>" : "<h2 class=\"bad\">Violations</h2>");
        violations.forEach(
                each -> html.append("<pre class=\"bad\">").append(escape(each)).append("</pre>\n"));
        html.append("<p><span class=\"key\" style=\"background:#f3c969\"></span>fault");
        html.append("<span class=\"key\" style=\"background:#e5484d\"></span>no write acknowledged");
        html.append("<span class=\"key\" style=\"background:#2f7ed8\"></span>writes");
        html.append("<span class=\"key\" style=\"background:#9cc3ee\"></span>reads");
        html.append("<span class=\"key\" style=\"background:#8a63d2\"></span>writes without an answer</p>\n");
        html.append("<div class=\"scroll\">").append(picture()).append("</div>\n");
        html.append("<h2>Faults</h2>\n").append(table());
        html.append("<h2>Verdict</h2>\n<pre>").append(escape(report)).append("</pre>\n</body></html>\n");
        return html.toString();
    }

    private String picture() {
        int members = (int) timeline.marks().stream()
                .filter(mark -> mark.member() != null)
                .mapToInt(mark -> mark.member() == null ? 0 : mark.member())
                .max()
                .orElse(0);
        int height = MARKS_TOP + (Math.min(members, MEMBERS_MAX) + 1) * MARK_HEIGHT + 10;
        double width = x(timeline.endNs()) + 40;
        StringBuilder svg = new StringBuilder();
        svg.append(text("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\">", width, height));
        for (Band strike : timeline.strikes()) {
            svg.append(rectangle(strike, BAND_TOP, height - BAND_TOP - 10, "#f3c969", 0.35));
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\">%s</text>", x(strike.fromNs()), BAND_TOP - 6, escape(strike.title())));
        }
        timeline.outages().forEach(outage -> svg.append(rectangle(outage, PLOT_TOP - 14, 10, "#e5484d", 1)));
        plot(svg);
        marks(svg, members);
        return svg.append("</svg>").toString();
    }

    private void plot(StringBuilder svg) {
        int most = Math.max(
                1,
                Math.max(
                        Arrays.stream(timeline.writes()).max().orElse(1),
                        Arrays.stream(timeline.reads()).max().orElse(1)));
        for (long second = 0; second * 1_000_000_000L <= timeline.endNs(); second += 5) {
            double at = x(second * 1_000_000_000L);
            svg.append(text(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#e3e8ee\"/>",
                    at, at, PLOT_TOP, PLOT_TOP + PLOT_HEIGHT));
            svg.append(text("<text x=\"%.1f\" y=\"%d\">%d s</text>", at, PLOT_TOP + PLOT_HEIGHT + 14, second));
        }
        svg.append(area(timeline.reads(), most, "#9cc3ee"));
        svg.append(area(timeline.writes(), most, "#2f7ed8"));
        for (int i = 0; i < timeline.unknown().length; i++) {
            if (timeline.unknown()[i] > 0) {
                svg.append(text(
                        "<circle cx=\"%.1f\" cy=\"%d\" r=\"%.1f\" fill=\"#8a63d2\"><title>%d writes begun here got no"
                                + " answer</title></circle>",
                        x(i * Timeline.BUCKET_NS),
                        PLOT_TOP + PLOT_HEIGHT - 4,
                        Math.min(6, 2 + Math.sqrt(timeline.unknown()[i])),
                        timeline.unknown()[i]));
            }
        }
        long perSecond = most * (1_000_000_000L / Timeline.BUCKET_NS);
        svg.append(text("<text x=\"4\" y=\"%d\">%d/s</text>", PLOT_TOP + 10, perSecond));
        svg.append(text("<text x=\"4\" y=\"%d\">0</text>", PLOT_TOP + PLOT_HEIGHT));
    }

    private static String area(int[] counts, int most, String colour) {
        StringBuilder points = new StringBuilder();
        points.append(text("%.1f,%d ", x(0), PLOT_TOP + PLOT_HEIGHT));
        for (int i = 0; i < counts.length; i++) {
            double y = PLOT_TOP + PLOT_HEIGHT - (double) counts[i] / most * PLOT_HEIGHT;
            points.append(text("%.1f,%.1f ", x(i * Timeline.BUCKET_NS), y));
        }
        points.append(text("%.1f,%d", x(counts.length * Timeline.BUCKET_NS), PLOT_TOP + PLOT_HEIGHT));
        return text("<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"0.6\"/>", points, colour);
    }

    private void marks(StringBuilder svg, int members) {
        for (int member = 1; member <= Math.min(members, MEMBERS_MAX); member++) {
            int y = MARKS_TOP + member * MARK_HEIGHT;
            svg.append(text("<text x=\"4\" y=\"%d\">member %d</text>", y + 4, member));
            svg.append(text(
                    "<line x1=\"%d\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#d4dbe3\"/>",
                    LEFT, x(timeline.endNs()), y, y));
        }
        for (Mark mark : timeline.marks()) {
            int member = mark.member() == null ? 0 : Math.min(mark.member(), MEMBERS_MAX);
            svg.append(text(
                    "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"#b3541e\"><title>%s</title></circle>",
                    x(mark.atNs()), MARKS_TOP + member * MARK_HEIGHT, escape(mark.what())));
        }
    }

    private static String rectangle(Band band, int top, int height, String colour, double opacity) {
        return text(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" fill-opacity=\"%.2f\"><title>%s, from"
                        + " %.2f s until %.2f s</title></rect>",
                x(band.fromNs()),
                top,
                Math.max(1, x(band.untilNs()) - x(band.fromNs())),
                height,
                colour,
                opacity,
                escape(band.title()),
                band.fromNs() / 1e9,
                band.untilNs() / 1e9);
    }

    private String table() {
        StringBuilder html = new StringBuilder("<table><tr><th>at s</th><th>fault</th><th>lasted s</th>");
        html.append("<th>longest time without an acknowledged write, ms</th><th>what</th></tr>\n");
        for (Band strike : timeline.strikes()) {
            html.append(text(
                    "<tr><td class=\"n\">%.2f</td><td>%s</td><td class=\"n\">%.2f</td><td class=\"n\">%d</td><td>",
                    strike.fromNs() / 1e9,
                    escape(strike.title()),
                    (strike.untilNs() - strike.fromNs()) / 1e9,
                    timeline.outageMs(strike)));
            for (Mark mark : timeline.marks()) {
                if (mark.atNs() >= strike.fromNs() && mark.atNs() <= strike.untilNs()) {
                    html.append(mark.member() == null ? "" : "member " + mark.member() + ": ");
                    html.append(escape(mark.what())).append("<br>");
                }
            }
            html.append("</td></tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    private static double x(long ns) {
        return LEFT + ns / 1e9 * PIXELS_PER_SECOND;
    }

    @SuppressWarnings("AnnotateFormatMethod") // Private, and its formats are all here.
    private static String text(String format, Object... facts) {
        return String.format(Locale.ROOT, format, facts);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
