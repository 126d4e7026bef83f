"""A situation report: the incidents of a period as figures, series, rankings and tables, and as one page of HTML.

All but `html.py` and `charts.py` is free of HTML, so that other pages may show the same figures.
"""
