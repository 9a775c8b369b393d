"""Words of the closed classes and their part of speech, as `agent.words.tagger` names them."""

from __future__ import annotations

CLOSED: dict[str, str] = {}
for _tag, _words in {
    "S": "i he she we they nobody everyone everybody someone somebody nothing everything who",
    "O": "me him them us myself yourself himself herself itself ourselves themselves mine "
    "yours hers theirs ours",
    "D": "a an the my your his our their its this these those some any every each no another "
    "both all much many "
    "either neither whatever such what which more most less enough several",
    "P": "of in on at by for with from into onto about over under after before during without within through "
    "between among against around behind beside besides beyond near off towards toward upon like as than "
    "till until since despite except per via across along inside outside past",
    "C": "and but or nor yet plus",
    "B": "because if when while although though unless whereas once whenever wherever whether where why how",
    "M": "can ca could will wo would shall sha should may might must 'll",
    "E": "am is are was were be been being 'm 're",
    "H": "have has had having 've",
    "U": "do does did",
    "X": "not n't never",
    "I": "oh well yeah yes no nah yep yup okay ok um uh er erm hmm mm hm hey hi hello please "
    "sorry wow ugh ah god "
    "thanks right anyway alright",
    "Q": "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty "
    "forty fifty sixty "
    "hundred thousand million dozen half couple",
}.items():
    for _word in _words.split():
        CLOSED.setdefault(_word, _tag)
