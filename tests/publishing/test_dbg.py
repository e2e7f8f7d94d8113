import pytest
from tests import factories
from cms.translation import drafts, snapshots
@pytest.mark.django_db
def test_x():
    page = factories.page(locales=("en", "ar"))
    d = factories.write(factories.latest(page), "ar", path_segment="جديد", summary="جديد")
    d.save_revision()
    l=drafts.latest(page)
    print(l.path_segment_ar, l.summary_ar)
    r=factories.release(page,"ar")
    print(r[0].number, r[0].snapshot["fields"]["path_segment"], r[0].snapshot["fields"]["summary"])
    print(factories.document(page,"ar").path, [ (e.event,e.path) for e in factories.editions(page,"ar")])
    print(factories.reload(page).path_segment_ar)
