"""The options of every situation, word for word as the pages say them."""

from __future__ import annotations

from tests.support import facts

AS_NEW = "Treatment as for newly diagnosed high-risk neuroblastoma"
TOLD = {
    "low-same": [
        "Surgery, then observation or chemotherapy.",
        "Chemotherapy, which may then be followed by surgery.",
    ],
    "low-elsewhere": [
        "Observation, for an infant with the 4S pattern.",
        "Chemotherapy.",
        "Surgery, then chemotherapy.",
        f"{AS_NEW}, for children older than 18 months.",
    ],
    "intermediate-same": [
        "Surgery, which may then be followed by chemotherapy.",
        "Radiation therapy, for children whose cancer got worse after chemotherapy and "
        "second-look surgery.",
    ],
    "intermediate-elsewhere": [f"{AS_NEW}."],
    "high": [
        "Combination chemotherapy combined with monoclonal antibody therapy (dinutuximab). "
        "Doctors give these together.",
        "Iodine 131-MIBG therapy to relieve symptoms and improve quality of life. It may be given "
        "alone, or combined with chemotherapy, or followed by stem cell rescue.",
        "Chemotherapy.",
        "A clinical trial of CAR T-cell therapy.",
    ],
    "cns": [
        "Surgery to remove the tumor in the brain or spinal cord, then radiation therapy.",
        "Chemotherapy, surgery, and radiation therapy. The list does not say which comes first.",
    ],
}
MADE_OF = {
    "high-risk-treatment": "Usually in these phases: induction, consolidation, and maintenance"
}
"""What a treatment is made of."""
IN_SHORT = {
    situation: [
        f"{told} {MADE_OF['high-risk-treatment']}." if told.startswith(AS_NEW) else told
        for told in options
    ]
    for situation, options in TOLD.items()
}
"""The same with what a treatment is made of, as above the picture."""
NAMED = {
    "low-same": [told.rstrip(".") for told in TOLD["low-same"]],
    "low-elsewhere": ["Observation", "Chemotherapy", "Surgery, then chemotherapy", AS_NEW],
    "intermediate-same": [
        "Surgery, which may then be followed by chemotherapy",
        "Radiation therapy",
    ],
    "intermediate-elsewhere": [AS_NEW],
    "high": [
        "Combination chemotherapy combined with monoclonal antibody therapy (dinutuximab)",
        "Iodine 131-MIBG therapy",
        "Chemotherapy",
        "A clinical trial of CAR T-cell therapy",
    ],
    "cns": [
        "Surgery to remove the tumor in the brain or spinal cord, then radiation therapy",
        "Chemotherapy, surgery, and radiation therapy",
    ],
}
STATEMENT = {row["situation"]: row["statement_en"] for row in facts.read("situations.csv")}
