import io, time, pytest
from django.db import connection
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import CaptureQueriesContext
from tests.delivery import library as sample
from tests.delivery.factories import *
@pytest.mark.django_db
def test_perf(library):
    for n in range(300):
        publish(Content(f"rare-{n}", {"en": Text(f"Rare syndrome {n}", "About it. "*60, f"rare-{n}"), "es": Text(f"Síndrome {n}", "Sobre. "*60, f"raro-{n}")}))
    handler = WSGIHandler()
    def call(path, qs="", **h):
        env={"REQUEST_METHOD":"GET","PATH_INFO":path,"QUERY_STRING":qs,"SERVER_NAME":"testserver","SERVER_PORT":"80","wsgi.input":io.BytesIO(),"wsgi.errors":io.StringIO(),"wsgi.url_scheme":"http","SCRIPT_NAME":"","HTTP_HOST":"testserver",**h}
        out=[]
        r=handler(env, lambda s,hd: out.append((s,hd)))
        b=b"".join(r)
        return out[0][0], dict(out[0][1]), b
    from django.core import signals
    from django.db import close_old_connections, reset_queries
    signals.request_finished.disconnect(close_old_connections); signals.request_started.disconnect(close_old_connections)
    etag=call("/api/v1/conditions/crps/","locale=es")[1]["ETag"]
    for name,args,h in [("detail",("/api/v1/conditions/crps/","locale=es"),{}),("negotiated",("/api/v1/conditions/crps/",""),{"HTTP_ACCEPT_LANGUAGE":"es-MX,es;q=0.9"}),("304",("/api/v1/conditions/crps/","locale=es"),{"HTTP_IF_NONE_MATCH":etag}),("list",("/api/v1/conditions/","locale=es"),{}),("list topic",("/api/v1/conditions/","locale=es&topic=chronic-pain"),{}),("site",("/api/v1/site/","locale=es"),{}),("404 path",("/api/v1/nope/",""),{}),("problems",("/api/v1/problems/",""),{})]:
        call(*args,**h)
        t=time.process_time(); N=400
        for _ in range(N): s,_h,b=call(*args,**h)
        print(name, s, len(b), round((time.process_time()-t)/N*1000,3),"ms cpu")
    for path in ["/api/v1/conditions/crps/?locale=es","/api/v1/conditions/?locale=es&limit=20","/api/v1/conditions/?locale=es&order=-updated_at","/api/v1/conditions/?locale=es&topic=chronic-pain&limit=1"]:
        from django.test import Client
        c=Client()
        with CaptureQueriesContext(connection) as q: r=c.get(path)
        nxt=r.json().get("next")
        if nxt:
            with CaptureQueriesContext(connection) as q2: c.get(nxt)
            q.captured=list(q.captured_queries)+list(q2.captured_queries)
        else: q.captured=list(q.captured_queries)
        for x in q.captured:
            print(x["sql"][:1500])
            with connection.cursor() as cur:
                cur.execute(("EXPLAIN QUERY PLAN " if connection.vendor=="sqlite" else "EXPLAIN ")+x["sql"])
                for row in cur.fetchall(): print("   ", row)
