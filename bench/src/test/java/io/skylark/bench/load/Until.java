package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import java.util.List;

/// Another workload that is done when so many messages were counted, so that a run proves as much on a busy machine.
record Until(long messages, Tally tally, Workload workload) implements Workload {
    @Override
    public List<LinkPlan> links() {
        return workload.links();
    }

    @Override
    public void start(List<Link> links, long now) {
        workload.start(links, now);
    }

    @Override
    public long tick(long now) {
        return workload.tick(now);
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        workload.answered(link, tag, time, answer, now);
    }

    @Override
    public boolean finished() {
        return tally.messages() >= messages || workload.finished();
    }

    @Override
    public void end(long now) {
        workload.end(now);
    }

    @Override
    public boolean drained() {
        return workload.drained();
    }

    @Override
    public long missing() {
        return workload.missing();
    }
}
