"""Mail domains of which an address says nothing about where somebody works: so many people of so many companies have one."""

PUBLIC_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com",
        "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "proton.me",
        "protonmail.com", "mail.com", "zoho.com", "yandex.com", "qq.com", "163.com", "orange.fr", "free.fr", "laposte.net",
    }
)  # fmt: skip
