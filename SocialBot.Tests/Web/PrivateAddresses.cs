using System.Globalization;
using System.Net;

namespace SocialBot.Tests.Web;

/// <summary>Addresses that lead, or may lead, to a machine that is not the public's business. <c>PORT</c> stands for the canary's.</summary>
internal static class PrivateAddresses
{
    public static IEnumerable<string> All =>
        Loopback
            .Concat(Unspecified)
            .Concat(PrivateNetworks)
            .Concat(LinkLocal)
            .Concat(AsIPv6)
            .Concat(ReservedOrShared)
            .Concat(Unicode)
            .Concat(UserInfo)
            .Concat(OtherSchemes)
            .Concat(OddPorts)
            .Concat(Names);

    private static readonly string[] Loopback =
    [
        "http://127.0.0.1:PORT/",
        "http://127.0.0.1.:PORT/",
        "http://127.0.0.2:PORT/",
        "http://127.1.2.3:PORT/",
        "http://127.255.255.254:PORT/",
        "http://127.1:PORT/",
        "http://127.0.1:PORT/",
        "http://127.00.00.01:PORT/",
        "http://127.000.000.001:PORT/",
        "http://0127.0.0.1:PORT/",
        "http://2130706433:PORT/",
        "http://2130706434:PORT/",
        "http://02130706433:PORT/",
        "http://017700000001:PORT/",
        "http://0017700000001:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://0177.0.0.01:PORT/",
        "http://0177.1:PORT/",
        "http://00000177.0.0.1:PORT/",
        "http://0177.0000.0000.0001:PORT/",
        "http://0x7f000001:PORT/",
        "http://0x7F000001:PORT/",
        "http://0x000000007f000001:PORT/",
        "http://0x7f.0.0.1:PORT/",
        "http://0x7f.0x0.0x0.0x1:PORT/",
        "http://0x7f.1:PORT/",
        "http://0X7F.0.0.1:PORT/",
        "http://0x7f.0.1:PORT/",
        "http://127.0x0.0.01:PORT/",
        "http://0x7f.00.0.1:PORT/",
        "http://127.16777217:PORT/",
        "http://127.65537:PORT/",
        "http://[::1]:PORT/",
        "http://[0:0:0:0:0:0:0:1]:PORT/",
        "http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/",
        "http://[::0001]:PORT/",
        "http://[0::1]:PORT/",
        "http://[::1%25lo]:PORT/",
        "http://[::1%251]:PORT/",
        "http://[::0.0.0.1]:PORT/",
        "HTTP://127.0.0.1:PORT/",
        "http:\\\\127.0.0.1:PORT\\",
        "http:///127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.org/",
        "http://127.0.0.1:PORT#@example.org/",
        "http://127.0.0.1:PORT?@example.org/",
        "http://127.0.0.1:PORT/..;/admin",
        "http://%31%32%37.0.0.1:PORT/",
        "http://127%2e0%2e0%2e1:PORT/",
        "http://127.0.0.1%00.example.org:PORT/",
        "http://127.0.0.1%0d%0aHost:example.org:PORT/",
        " http://127.0.0.1:PORT/",
        "http://127.0.0.1 :PORT/",
    ];

    private static readonly string[] Unspecified =
    [
        "http://0.0.0.0:PORT/",
        "http://0:PORT/",
        "http://0.0:PORT/",
        "http://0x0:PORT/",
        "http://00000000:PORT/",
        "http://0.0.0.1:PORT/",
        "http://0.1.2.3:PORT/",
        "http://[::]:PORT/",
        "http://[0:0:0:0:0:0:0:0]:PORT/",
        "http://[::ffff:0.0.0.0]:PORT/",
    ];

    private static readonly string[] PrivateNetworks =
    [
        "http://10.0.0.1:PORT/",
        "http://10.255.255.255:PORT/",
        "http://10.1:PORT/",
        "http://167772161:PORT/",
        "http://0x0a000001:PORT/",
        "http://012.0.0.1:PORT/",
        "http://172.16.0.1:PORT/",
        "http://172.31.255.254:PORT/",
        "http://172.20.10.1:PORT/",
        "http://2886729729:PORT/",
        "http://192.168.0.1:PORT/",
        "http://192.168.1.254:PORT/",
        "http://192.168.257:PORT/",
        "http://3232235521:PORT/",
        "http://0300.0250.0.1:PORT/",
        "http://0xc0.0xa8.0.1:PORT/",
        "http://0xc0a80001:PORT/",
        "http://[fc00::1]:PORT/",
        "http://[fd00::1]:PORT/",
        "http://[fd12:3456:789a:1::1]:PORT/",
        "http://[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:PORT/",
        "http://[fec0::1]:PORT/",
    ];

    private static readonly string[] LinkLocal =
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://169.254.169.254:PORT/",
        "http://169.254.170.2/v2/credentials/",
        "http://169.254.0.1:PORT/",
        "http://169.254.255.255:PORT/",
        "http://2852039166/latest/meta-data/",
        "http://0xa9fea9fe/latest/meta-data/",
        "http://0xa9.0xfe.0xa9.0xfe/",
        "http://0251.0376.0251.0376/",
        "http://025177524776/",
        "http://169.254.43518/",
        "http://169.16689662/",
        "http://[fe80::1]:PORT/",
        "http://[fe80::1%25eth0]:PORT/",
        "http://[febf::1]:PORT/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://100.100.100.200/latest/meta-data/",
        "http://192.0.0.192/latest/",
    ];

    private static readonly string[] AsIPv6 =
    [
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[::FFFF:7F00:0001]:PORT/",
        "http://[0:0:0:0:0:ffff:7f00:1]:PORT/",
        "http://[0000:0000:0000:0000:0000:ffff:127.0.0.1]:PORT/",
        "http://[::ffff:10.0.0.1]:PORT/",
        "http://[::ffff:192.168.0.1]:PORT/",
        "http://[::ffff:172.16.0.1]:PORT/",
        "http://[::127.0.0.1]:PORT/",
        "http://[::7f00:1]:PORT/",
        "http://[::10.0.0.1]:PORT/",
        "http://[::ffff:0:127.0.0.1]:PORT/",
        "http://[::ffff:0:7f00:1]:PORT/",
        "http://[64:ff9b::127.0.0.1]:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/",
        "http://[64:ff9b::10.0.0.1]:PORT/",
        "http://[64:ff9b::a9fe:a9fe]:PORT/",
        "http://[64:ff9b::192.168.0.1]:PORT/",
        "http://[64:ff9b:1::127.0.0.1]:PORT/",
        "http://[64:ff9b:1::a9fe:a9fe]:PORT/",
        "http://[2002:7f00:1::]:PORT/",
        "http://[2002:7f00:0001::1]:PORT/",
        "http://[2002:a00:1::]:PORT/",
        "http://[2002:c0a8:1::]:PORT/",
        "http://[2002:a9fe:a9fe::]:PORT/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:PORT/",
        "http://[2001::7f00:1]:PORT/",
        "http://[2001:db8::1]:PORT/",
        "http://[2001:10::1]:PORT/",
        "http://[100::1]:PORT/",
        "http://[3fff::1]:PORT/",
        "http://[5f00::1]:PORT/",
        "http://[ff02::1]:PORT/",
        "http://[ff01::1]:PORT/",
        "http://[ff0e::1]:PORT/",
    ];

    private static readonly string[] ReservedOrShared =
    [
        "http://100.64.0.1:PORT/",
        "http://100.127.255.254:PORT/",
        "http://192.0.0.1:PORT/",
        "http://192.0.2.1:PORT/",
        "http://198.18.0.1:PORT/",
        "http://198.19.255.254:PORT/",
        "http://198.51.100.1:PORT/",
        "http://203.0.113.1:PORT/",
        "http://192.88.99.1:PORT/",
        "http://224.0.0.1:PORT/",
        "http://239.255.255.250:PORT/",
        "http://240.0.0.1:PORT/",
        "http://255.255.255.255:PORT/",
        "http://4294967295:PORT/",
        "http://0xffffffff:PORT/",
    ];

    private static readonly string[] Unicode =
    [
        "http://①②⑦.⓪.⓪.①:PORT/",
        "http://127。0。0。1:PORT/",
        "http://127.0.0.1:PORT/",
        "http://127.0.0.1:PORT/",
        "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:PORT/",
        "http://¹²⁷.⁰.⁰.¹:PORT/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/",
        "http://localhost:PORT/",
        "http://loc\u00adalhost:PORT/",
        "http://local\u200bhost:PORT/",
        "http://LOCALHO\u017fT:PORT/",
        "http://\u202e127.0.0.1:PORT/",
        "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
        "http://[::①]:PORT/",
        "http://١٢٧.٠.٠.١:PORT/",
    ];

    private static readonly string[] UserInfo =
    [
        "http://user:secret@127.0.0.1:PORT/",
        "http://example.org@127.0.0.1:PORT/",
        "http://example.org:80@127.0.0.1:PORT/",
        "http://example.org%2f@127.0.0.1:PORT/",
        "http://user@example.org:PORT/",
        "http://user:secret@[::1]:PORT/",
        "http://:@127.0.0.1:PORT/",
        "http://example.org#@127.0.0.1:PORT@127.0.0.1:PORT/",
        "https://user:secret@localhost/",
    ];

    private static readonly string[] OtherSchemes =
    [
        "file:///etc/passwd",
        "file://127.0.0.1/etc/passwd",
        "file:\\\\127.0.0.1\\share",
        "\\\\127.0.0.1\\share",
        "//127.0.0.1:PORT/",
        "/etc/passwd",
        "gopher://127.0.0.1:PORT/_GET",
        "ftp://127.0.0.1:PORT/",
        "ftps://127.0.0.1:PORT/",
        "sftp://127.0.0.1:PORT/",
        "ws://127.0.0.1:PORT/",
        "wss://127.0.0.1:PORT/",
        "dict://127.0.0.1:PORT/stats",
        "ldap://127.0.0.1:PORT/",
        "tftp://127.0.0.1:PORT/x",
        "telnet://127.0.0.1:PORT/",
        "net.tcp://127.0.0.1:PORT/",
        "net.pipe://127.0.0.1/",
        "unix:/var/run/docker.sock",
        "jar:http://127.0.0.1:PORT!/",
        "javascript:fetch('http://127.0.0.1:PORT/')",
        "data:text/html,<title>x</title>",
        "about:blank",
        "mailto:someone@127.0.0.1",
        "view-source:http://127.0.0.1:PORT/",
    ];

    private static readonly string[] OddPorts =
    [
        "http://127.0.0.1:22/",
        "http://127.0.0.1:25/",
        "http://127.0.0.1:6379/",
        "http://127.0.0.1:2375/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:-1/",
        "https://127.0.0.1:80/",
        "https://127.0.0.1:PORT/",
        "https://127.0.0.1/",
        "http://127.0.0.1/",
        "http://8.8.8.8:22/",
        "http://8.8.8.8:8080/",
        "https://8.8.8.8:8443/",
    ];

    /// <summary>Names that this machine itself knows for private addresses, so that the check after the look-up is what refuses them.</summary>
    private static IEnumerable<string> Names =>
        [
            "http://localhost:PORT/",
            "http://LOCALHOST:PORT/",
            "http://localhost.:PORT/",
            "http://a.localhost:PORT/",
            "http://localhost.localdomain:PORT/",
            "http://ip6-localhost:PORT/",
            "http://ip6-loopback:PORT/",
            "http://%6cocalhost:PORT/",
            $"http://{Dns.GetHostName()}:PORT/",
            $"http://{Environment.MachineName}:PORT/",
            "https://localhost/",
        ];

    public static string For(this string address, int port) =>
        address.Replace(
            "PORT",
            port.ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
}
