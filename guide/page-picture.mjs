// The page with a form's findings, as a picture: node guide/page-picture.mjs FORM PICTURE.png vi|en. Called by guide/pictures.
import { browse, drop } from '../page/test/browse.mjs';

const [form, picture, language] = process.argv.slice(2);
const { browser, opened } = await browse();
const { page } = await opened({ viewport: { width: 900, height: 1000 } });
if (language === 'en') await page.click('#language');
await drop(page, '#check .drop', form);
await page.waitForSelector('#check-result:not([hidden])');
await page.waitForTimeout(500);
await page.evaluate(() => window.scrollTo(0, 0));
await page.screenshot({ path: picture });
await browser.close();
