package io.skylark.console;

import io.skylark.net.http.Page;
import io.skylark.net.http.PageAnswer;
import io.skylark.net.http.PageRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A page that is made when somebody asks for it first. Guarded by its monitor while it is made.
final class Lazy implements Page {
    private final Supplier<Page> maker;
    private volatile @Nullable Page made;

    Lazy(Supplier<Page> maker) {
        this.maker = maker;
    }

    @Override
    public PageAnswer answer(PageRequest request) {
        return page().answer(request);
    }

    private Page page() {
        Page known = made;
        return known != null ? known : make();
    }

    private synchronized Page make() {
        Page known = made;
        if (known == null) {
            known = maker.get();
            made = known;
        }
        return known;
    }
}
