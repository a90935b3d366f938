/**
 * Hosts that many people share: their domain says nothing about who is behind a link. Kept short on purpose, by registrable
 * domain; what is missing here makes a link between strangers, what is too much loses one.
 */
const SHARED_HOSTS: ReadonlySet<string> = new Set(
  `google.com google.co.jp goo.gl forms.gle youtube.com youtu.be gmail.com googlemail.com
   yahoo.co.jp yahoo.com icloud.com apple.com outlook.com outlook.jp hotmail.com hotmail.co.jp live.jp live.com microsoft.com
   office.com sharepoint.com onedrive.com 1drv.ms docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp softbank.jp
   line.me lin.ee t.me telegram.me telegram.org x.com twitter.com t.co instagram.com facebook.com fb.com m.me threads.net
   tiktok.com discord.gg discord.com whatsapp.com wa.me kakao.com skype.com wechat.com linkedin.com
   zoom.us zoom.com chatwork.com slack.com notion.so notion.site dropbox.com box.com gigafile.nu firestorage.jp
   amazon.co.jp amazon.com amzn.to amzn.asia rakuten.co.jp mercari.com paypay.ne.jp paypal.com peatix.com
   note.com ameblo.jp hatenablog.com hatena.ne.jp livedoor.jp fc2.com wordpress.com wixsite.com peraichi.com linktr.ee lit.link
   bit.ly tinyurl.com is.gd x.gd canva.com figma.com github.com gitlab.com qiita.com zenn.dev wikipedia.org
   crowdworks.jp lancers.jp coconala.com shufti.jp bizseek.jp indeed.com timerex.net calendly.com`
    .trim()
    .split(/\s+/u),
)

/** Whether a registrable domain is nobody's own. */
export const isSharedHost = (domain: string): boolean => SHARED_HOSTS.has(domain)
