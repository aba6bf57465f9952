"""The few lines of script by which a page tells that somebody looks at it; buttons do without it.

Whoever only fetches a link (a messenger that makes a preview, a scanner of links) runs none of it,
has no screen, or says that it is a machine.
"""

import base64
import hashlib

SHOWN, TOUCHED = "shown", "touched"
SECONDS = 3  # of a page in sight
SCRIPT = (
    "(function(){if(navigator.webdriver)return;var told={},seconds=0;"
    "function tell(how){if(told[how])return;told[how]=1;var call=new XMLHttpRequest();"
    'call.open("POST",location.pathname+"/looked");'
    'call.setRequestHeader("Content-Type","application/x-www-form-urlencoded");'
    'call.onerror=function(){told[how]=0};call.send("how="+how)}'
    f'setInterval(function(){{if(document.visibilityState==="visible"&&++seconds==={SECONDS})tell("{SHOWN}")}},1000);'
    '["touchstart","mousedown","keydown","wheel"].forEach(function(kind){'
    f'document.addEventListener(kind,function(event){{if(event.isTrusted)tell("{TOUCHED}")}},{{passive:true}})}})}})();'
)
TAG = f"<script>{SCRIPT}</script>"
_HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
MAY_RUN = f"script-src 'sha256-{_HASH}'; connect-src 'self'; "  # of a Content-Security-Policy
