"""What the platform posts to a webhook: messages and events, with the fields of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Field = str | int | float | Mapping[str, "Field"] | Sequence["Field"]
Fields = Mapping[str, Field]

MEDIA = "media-4iKz7sample"


@dataclass(frozen=True, slots=True)
class PretendLetter:
    """One message or event, the same at every try."""

    openid: str
    key: str  # the MsgId, or for an event its name and moment
    plain: bytes
    quiet: bool = False  # nobody looks at a screen: a failure shows nothing there


def document(fields: Fields) -> bytes:
    """Write fields as the platform does: texts in CDATA, numbers bare, lists as repeated elements.

    >>> document({"Content": "36.8", "MsgId": 7}).decode()
    '<xml><Content><![CDATA[36.8]]></Content><MsgId>7</MsgId></xml>'
    """
    return (
        "<xml>" + "".join(_element(name, value) for name, value in fields.items()) + "</xml>"
    ).encode()


def enclosing(plain: bytes, name: str, value: str) -> bytes:
    """Add one more element to a finished document."""
    return plain.removesuffix(b"</xml>") + (_element(name, value) + "</xml>").encode()


def _element(name: str, value: Field) -> str:
    if isinstance(value, str):
        return f"<{name}><![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
    if isinstance(value, Mapping):
        return (
            f"<{name}>" + "".join(_element(key, one) for key, one in value.items()) + f"</{name}>"
        )
    if isinstance(value, Sequence):
        return "".join(_element(name, one) for one in value)
    return f"<{name}>{value}</{name}>"


MESSAGES: dict[str, Fields] = {
    "text": {"Content": ""},
    "image": {"PicUrl": "http://mmbiz.qpic.cn/sample/0", "MediaId": MEDIA},
    "voice": {"MediaId": MEDIA, "Format": "amr", "MediaId16K": MEDIA + "16K"},
    "video": {"MediaId": MEDIA, "ThumbMediaId": MEDIA + "thumb"},
    "shortvideo": {"MediaId": MEDIA, "ThumbMediaId": MEDIA + "thumb"},
    "location": {
        "Location_X": 30.274085,
        "Location_Y": 120.15507,
        "Scale": 15,
        "Label": "幸福里小区3号楼",
    },
    "link": {"Title": "一篇文章", "Description": "", "Url": "https://mp.weixin.qq.com/s/sample"},
    "file": {
        "Title": "报备表.docx",
        "Description": "",
        "FileKey": "sample-file-key",
        "FileMd5": "d41d8cd98f00b204e9800998ecf8427e",
        "FileTotalLen": 10240,
    },
    "miniprogrampage": {
        "AppId": "wx0000000000000000",
        "Title": "小程序",
        "PagePath": "pages/index",
        "ThumbUrl": "http://mmbiz.qpic.cn/sample/0",
        "ThumbMediaId": MEDIA,
    },
}

SHOWN: dict[str, str] = {
    "image": "[图片]",
    "voice": "[语音]",
    "video": "[视频]",
    "shortvideo": "[小视频]",
    "location": "[位置]",
    "link": "[链接]",
    "file": "[文件]",
    "miniprogrampage": "[小程序]",
}

_SCAN_CODE: Fields = {"ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "bld-3-u2"}}
_PICTURES: Fields = {
    "SendPicsInfo": {"Count": 1, "PicList": {"item": {"PicMd5Sum": "5a75aaca956d97be"}}}
}
_SESSION: Fields = {"KfAccount": "kf2001@gh_linbao"}
_REVOKE: Fields = {"OpenID": "o-sample", "AppID": "wx0000000000000000", "RevokeInfo": "1"}
_TEMPLATE: Fields = {"TemplateId": "tpl-sample", "SubscribeStatusString": "accept"}

EVENTS: dict[str, Fields] = {
    "subscribe": {"EventKey": ""},
    "unsubscribe": {"EventKey": ""},
    "SCAN": {"EventKey": "bld-3-u2", "Ticket": "gQ-sample"},
    "LOCATION": {"Latitude": 30.274085, "Longitude": 120.15507, "Precision": 65.0},
    "CLICK": {"EventKey": "help"},
    "VIEW": {"EventKey": "https://example.org/h5", "MenuId": 1},
    "view_miniprogram": {"EventKey": "pages/index", "MenuId": 1},
    "scancode_push": {"EventKey": "scan", **_SCAN_CODE},
    "scancode_waitmsg": {"EventKey": "scan", **_SCAN_CODE},
    "pic_sysphoto": {"EventKey": "photo", **_PICTURES},
    "pic_photo_or_album": {"EventKey": "photo", **_PICTURES},
    "pic_weixin": {"EventKey": "photo", **_PICTURES},
    "location_select": {
        "EventKey": "place",
        "SendLocationInfo": {
            "Location_X": "30.27",
            "Location_Y": "120.15",
            "Scale": "15",
            "Label": "幸福里",
            "Poiname": "",
        },
    },
    "TEMPLATESENDJOBFINISH": {"MsgID": 200163836, "Status": "success"},
    "MASSSENDJOBFINISH": {
        "MsgID": 1000001625,
        "Status": "send success",
        "TotalCount": 1,
        "FilterCount": 1,
        "SentCount": 1,
        "ErrorCount": 0,
    },
    "PUBLISHJOBFINISH": {"PublishEventInfo": {"publish_id": 2247503051, "publish_status": 0}},
    "subscribe_msg_popup_event": {
        "SubscribeMsgPopupEvent": {"List": {**_TEMPLATE, "PopupScene": "1"}}
    },
    "subscribe_msg_change_event": {"SubscribeMsgChangeEvent": {"List": _TEMPLATE}},
    "subscribe_msg_sent_event": {
        "SubscribeMsgSentEvent": {
            "List": {
                "TemplateId": "tpl-sample",
                "MsgID": "1864323726461255680",
                "ErrorCode": "0",
                "ErrorStatus": "success",
            }
        }
    },
    "kf_create_session": _SESSION,
    "kf_close_session": {**_SESSION, "CloseType": "KF"},
    "kf_switch_session": {"FromKfAccount": "kf1@gh_linbao", "ToKfAccount": "kf2@gh_linbao"},
    "user_info_modified": _REVOKE,
    "user_authorization_revoke": _REVOKE,
    "user_authorization_cancellation": _REVOKE,
    "qualification_verify_success": {"ExpiredTime": 1442401156},
    "qualification_verify_fail": {"FailTime": 1442401122, "FailReason": "sample"},
    "naming_verify_success": {"ExpiredTime": 1442401093},
    "naming_verify_fail": {"FailTime": 1442401061, "FailReason": "sample"},
    "annual_renew": {"ExpiredTime": 1442401004},
    "verify_expired": {"ExpiredTime": 1442400900},
    "user_get_card": {"CardId": "card-sample", "UserCardCode": "12312312", "IsGiveByFriend": 0},
    "poi_check_notify": {"UniqId": "123", "PoiId": "123", "Result": "fail", "Msg": ""},
}

# Events a person looks at the chat for; when they fail the person sees that.
SEEN = {"subscribe", "SCAN", "CLICK", "scancode_waitmsg"}
# Events after which three customer-service messages may follow within a minute.
OPENING = {"subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg"}
