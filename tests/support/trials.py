"""Where the search for trials leads."""

from __future__ import annotations

NCI = "https://www.cancer.gov/research/participate/clinical-trials-search/r?t=C3270&loc=0&rl=1"
REGISTRY = (
    "https://clinicaltrials.gov/search?cond=Neuroblastoma"
    "&term=recurrent%20OR%20relapsed%20OR%20refractory"
    "&aggFilters=ages:child,status:rec%20not,studyType:int"
)
ABOUT = "https://www.cancer.gov/research/participate/clinical-trials"
PHONE = "tel:+18004226237"
