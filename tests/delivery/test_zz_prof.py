import cProfile, pstats, pytest
from tests.delivery.factories import *
from django.test import RequestFactory
from django.urls import resolve
@pytest.mark.django_db
def test_prof(library):
    for n in range(60):
        publish(Content(f"rare-{n}", {"en": Text(f"Rare syndrome {n}", "About it. "*60, f"rare-{n}"), "es": Text(f"Síndrome {n}", "Sobre. "*60, f"raro-{n}")}))
    rf=RequestFactory()
    for url in ("/api/v1/conditions/?locale=es","/api/v1/conditions/crps/?locale=es"):
        m=resolve(url.partition("?")[0])
        def go():
            r=rf.get(url); r.resolver_match=m
            return m.func(r,*m.args,**m.kwargs)
        go()
        import time; t=time.process_time()
        for _ in range(500): go()
        print(url, (time.process_time()-t)/500*1000)
        p=cProfile.Profile(); p.enable()
        for _ in range(300): go()
        p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(45)
