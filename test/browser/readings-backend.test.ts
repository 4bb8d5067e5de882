import type { Page } from 'playwright-core';
import t from 'tap';
import { Stand } from './stand.ts';
import { sound } from './walk.ts';

/** The editor of bulletins: how each piece is read, what is asked, listened to, pasted. */
const stand = new Stand();

/** What the page says that will be said. */
const spoken = (page: Page) => page.getByRole('region', { name: 'Máy sẽ đọc' });

t.test(
  'what is read otherwise says how and why, by mouse, key and finger',
  { timeout: 120_000 },
  async (t) => {
    const { page, complaints } = await stand.write(t, 'UBND xã họp lúc 7h30. Bà con đến dự đông đủ.');
    const mark = page.getByRole('button', { name: 'bảy giờ ba mươi, viết là 7h30' });
    await mark.hover();
    const card = page.getByRole('dialog', { name: 'Cách đọc 7h30' });
    await card.getByText('Giờ · theo cách viết').waitFor();
    await page.mouse.move(0, 0);
    await card.waitFor({ state: 'detached' });
    await mark.focus();
    await page.keyboard.press('Enter');
    await card.waitFor();
    await sound(t, page, 'a reading explained');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    t.ok(await mark.evaluate((element) => element === document.activeElement), 'the focus is back');

    await mark.click();
    await card.getByRole('button', { name: 'Đọc khác' }).click();
    await card.getByLabel('Đọc “7h30” là').fill('bảy rưỡi');
    await page.keyboard.press('Enter');
    await spoken(page).getByText('bảy rưỡi').waitFor();
    t.same((await stand.stored(page)).decisions, { '7h30': { say: 'bảy rưỡi' } });
    await page.reload();
    await page.getByRole('button', { name: 'bảy rưỡi, viết là 7h30' }).click();
    await card.getByRole('button', { name: 'Bỏ lựa chọn' }).click();
    await spoken(page).getByText('bảy giờ ba mươi').waitFor();
    t.same(complaints, []);

    const phone = await stand.write(t, 'UBND xã họp lúc 7h30.', 'phone');
    await phone.page.getByRole('button', { name: 'bảy giờ ba mươi, viết là 7h30' }).tap();
    await phone.page.getByRole('dialog', { name: 'Cách đọc 7h30' }).waitFor();
    await sound(t, phone.page, 'a reading explained on a phone');
  },
);

t.test(
  'what can be read in several ways is asked, one after the other, and remembered',
  { timeout: 120_000 },
  async (t) => {
    const { page } = await stand.write(t, 'Khu vực và tổ họp 4/9.\nĐợt 3/4 bắt đầu.');
    await page.getByText('Có 2 chỗ đọc được nhiều cách: 4/9, 3/4').waitFor();
    await page.getByRole('button', { name: 'Chọn cách đọc' }).click();
    const first = page.getByRole('region', { name: '“4/9” đọc thế nào?' });
    await first.waitFor();
    await sound(t, page, 'a question about a reading');
    await first.getByRole('button', { name: 'ngày bốn tháng chín' }).click();
    const second = page.getByRole('region', { name: '“3/4” đọc thế nào?' });
    await second.getByRole('button', { name: 'Đọc khác' }).click();
    await second.getByLabel('Đọc “3/4” là').fill('ba trên bốn');
    await second.getByRole('button', { name: 'Đọc như vậy' }).click();
    await page.getByText(/chỗ đọc được nhiều cách/).waitFor({ state: 'detached' });
    await spoken(page).getByText('ngày bốn tháng chín').waitFor();
    await spoken(page).getByText('ba trên bốn').waitFor();
    const bulletin = await stand.stored(page);
    t.same(bulletin.decisions, { '4/9': { choice: 'date' }, '3/4': { say: 'ba trên bốn' } });
    t.match(bulletin.spoken, /họp ngày bốn tháng chín[\s\S]*ba trên bốn/);

    await page.getByText('Cách đọc đã chọn cho bản tin này: 2').click();
    await page.getByRole('button', { name: 'Bỏ lựa chọn: 4/9' }).click();
    await page.getByText('Có 1 chỗ đọc được nhiều cách: 4/9').waitFor();

    // What has gone from the text is not decided any more.
    await page.getByLabel('Nội dung', { exact: true }).fill('Mời bà con đi họp.');
    t.same((await stand.stored(page)).decisions, {});
  },
);

t.test('listening from any sentence, without greeting and closing', { timeout: 120_000 }, async (t) => {
  stand.station.app.settings
    .find('speech')
    ?.set({ greeting: 'Đài truyền thanh xã, kính mời bà con lắng nghe.' });
  const { page } = await stand.write(t, 'Mời bà con đi họp. Nhớ mang theo sổ hộ khẩu.\nXin cảm ơn.');
  t.match(
    await page.getByText(/đọc khoảng 0:\d\d/).innerText(),
    /0:(0[3-9]|1\d)/,
    'known before it is heard',
  );
  const asked = page.waitForRequest('**/api/speech/preview');
  await page.getByRole('button', { name: /^Nghe từ: nhớ mang theo/i }).click();
  const body = (await asked).postDataJSON();
  t.match(body, { text: /^nhớ mang theo[\s\S]*\nXin cảm ơn\.$/i, framed: false, chime: '' });
  await page.getByRole('button', { name: 'Dừng nghe' }).first().waitFor();
  await page.locator('.listening-bar audio').waitFor({ timeout: 60_000 });
  await sound(t, page, 'listening from a sentence');
  await page.locator('.listening-bar').getByRole('button', { name: 'Dừng nghe' }).click();
  await page.locator('.listening-bar').waitFor({ state: 'detached' });
});

t.test('what an announcer would avoid, and the way to its place', { timeout: 90_000 }, async (t) => {
  const { page } = await stand.write(t, 'Mời bà con đi họp.\nHợp tác xã HTXQK Đông mời họp.');
  await page.getByText('Chữ viết tắt lạ, máy đọc từng chữ cái.').waitFor();
  await page.getByRole('button', { name: 'Đến chỗ này: HTXQK' }).click();
  const selected = await page
    .getByLabel('Nội dung', { exact: true })
    .evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
  t.equal(selected, 'HTXQK');

  const many = 'Khu vực và tổ họp 4/9. Bà con có mặt lúc 7h30 tại nhà văn hóa thôn.\n'.repeat(40);
  const field = page.getByLabel('Nội dung', { exact: true });
  await field.fill(`${many}Xã viên HTXNQ mời họp.`);
  await page.getByRole('button', { name: 'Đến chỗ này: HTXNQ' }).click();
  t.ok(await field.evaluate(({ scrollTop }) => scrollTop > 100), 'the field shows the place');
  await sound(t, page, 'a warning in a long text');

  const phone = await stand.write(t, many, 'phone');
  await phone.page.getByRole('button', { name: 'Chọn cách đọc' }).tap();
  await phone.page.getByRole('button', { name: 'ngày bốn tháng chín' }).first().waitFor();
  await sound(t, phone.page, 'a long text on a phone');
});

/** “Thông báo về việc tiêm phòng dịch bệnh” in TCVN3. */
const TCVN3 = 'Th«ng b¸o vÒ viÖc tiªm phßng dÞch bÖnh cho trÎ em trong x·';

t.test(
  'an old encoding is offered to be converted, and is not touched before',
  { timeout: 120_000 },
  async (t) => {
    const { page, context } = await stand.write(t, 'Kính gửi bà con. ');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const paste = async (text: string) => {
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await page.getByLabel('Nội dung', { exact: true }).press('ControlOrMeta+End');
      await page.keyboard.press('ControlOrMeta+V');
    };
    const value = () => page.getByLabel('Nội dung', { exact: true }).inputValue();
    await paste(TCVN3);
    await page.getByText(/gõ bằng bảng mã cũ TCVN3/).waitFor();
    t.match(await value(), TCVN3, 'nothing has changed by itself');
    await page.getByText('Thông báo về việc tiêm phòng dịch bệnh cho trẻ em trong xã').waitFor();
    await sound(t, page, 'a text in an old encoding');
    await page.getByRole('button', { name: 'Chuyển mã và làm sạch' }).click();
    t.equal(await value(), 'Kính gửi bà con. Thông báo về việc tiêm phòng dịch bệnh cho trẻ em trong xã');
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    t.equal(await value(), `Kính gửi bà con. ${TCVN3}`);

    await page.getByLabel('Nội dung', { exact: true }).fill('');
    await paste('Bà con chú ý:\n• mang theo thẻ bảo hiểm\n• đến đúng giờ');
    await page.getByText(/chỗ nên làm sạch: dấu đầu dòng/).waitFor();
    await page.getByRole('button', { name: 'Làm sạch', exact: true }).click();
    t.match(await value(), /\n- mang theo thẻ/);

    await page.getByLabel('Nội dung', { exact: true }).fill('');
    await paste('Mời bà con đi họp.');
    await page.locator('.spoken-line').first().waitFor();
    t.equal(await page.getByText('Đoạn vừa dán').count(), 0, 'a plain text is not remarked on');
  },
);

t.test('pitch and speed belong to the bulletin', { timeout: 90_000 }, async (t) => {
  const { page } = await stand.write(t, 'Mời bà con đi họp.');
  await page.getByLabel('Độ cao giọng').selectOption({ label: 'Trầm hơn 2 bậc' });
  await page.getByLabel('Tốc độ').selectOption({ label: 'Chậm hơn 10%' });
  const asked = page.waitForRequest('**/api/speech/preview');
  await page.getByRole('button', { name: 'Nghe thử' }).click();
  t.match((await asked).postDataJSON(), { pitch: -2, speed: 0.9 });
  await page.locator('.listen audio').waitFor({ timeout: 60_000 });
  t.match(await stand.stored(page), { pitch: -2, speed: 0.9 });
});

t.test(
  'the commune’s own words: tried before they are saved, in force at once',
  { timeout: 120_000 },
  async (t) => {
    const { page } = await stand.open(t, '/settings/speech');
    const words = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'Cách đọc riêng của xã' }) });
    await words.getByRole('button', { name: /^Thêm/ }).first().click();
    await words
      .getByRole('textbox', { name: /Viết là, 1$/ })
      .first()
      .fill('HTXQK');
    await words
      .getByRole('textbox', { name: /Đọc là, 1$/ })
      .first()
      .fill('hợp tác xã nông nghiệp');
    await words.getByLabel('Thử một câu').fill('HTXQK Đông mời họp.');
    await words.getByText('hợp tác xã nông nghiệp', { exact: false }).last().waitFor();
    await sound(t, page, 'words of the commune');
    await words.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã lưu').first().waitFor();
    const editor = await stand.write(t, 'HTXQK Đông mời họp.');
    await spoken(editor.page).getByText('hợp tác xã nông nghiệp').waitFor();
  },
);

t.test('a template is asked about too, before it is needed', { timeout: 120_000 }, async (t) => {
  const { page } = await stand.open(t, '/bulletins/emergency');
  await page.getByRole('button', { name: 'Thêm mẫu' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Thêm mẫu' });
  await dialog.getByLabel('Tên mẫu').fill('Sơ tán');
  await dialog.getByLabel('Nội dung đọc').fill('Khu vực và tổ họp 4/9.');
  await dialog.getByRole('button', { name: /viết là 4\/9/ }).click();
  const card = page.getByRole('dialog', { name: 'Cách đọc 4/9' });
  await card.waitFor();
  await sound(t, page, 'a reading explained in a dialog');
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  t.ok(await dialog.isVisible(), 'the dialog stays');
  await dialog.getByRole('button', { name: 'Chọn cách đọc' }).click();
  await dialog.getByRole('button', { name: 'Đọc khác' }).click();
  await dialog.getByLabel('Đọc “4/9” là').fill('bốn chín');
  await page.keyboard.press('Enter');
  await dialog.getByText('Cách đọc đã chọn').waitFor();
  await dialog.getByLabel('Độ cao giọng').selectOption({ label: 'Cao hơn 1 bậc' });
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await dialog.waitFor({ state: 'detached' });
  t.match((await stand.admin.get('/api/emergency-templates')).body.items, [
    { pitch: 1, decisions: { '4/9': { say: 'bốn chín' } } },
  ]);
});
